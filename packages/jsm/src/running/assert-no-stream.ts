import { isJetStreamManagerError, type Manager } from '@symphony-ts/jetstream-manager';

/**
 * Throws an error with `message` if the stream exists. If the settings are the same, the server silently accepts the creation of
 * an existing stream.
 */
export async function assertNoStream(manager: Manager, stream: string, message: string): Promise<void> {
  try {
    await manager.streams.load(stream);
  } catch (error) {
    if (isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) return;
    throw error;
  }
  throw new Error(message);
}
