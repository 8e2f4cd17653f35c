import { isJetStreamManagerError } from '@symphony-ts/jetstream-manager';

/** Runs long work; where Ctrl-C ends it, the error says what is left and how to go on. */
export async function orInterrupted<T>(work: Promise<T>, whatIsLeft: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isJetStreamManagerError(error, 'ABORTED')) throw error;
    throw new Error(`interrupted; ${whatIsLeft}`, { cause: error });
  }
}
