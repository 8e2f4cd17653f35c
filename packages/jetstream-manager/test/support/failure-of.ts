import { isJetStreamManagerError } from '../../src/index.js';

/** The code of an error of the manager that `work` may throw. Errors of other kinds fail the test. */
export async function failureOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (!isJetStreamManagerError(error)) throw error;
    return error.code;
  }
}
