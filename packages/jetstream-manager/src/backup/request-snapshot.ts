import { setTimeout as delay } from 'node:timers/promises';
import type { ManagerContext } from '../api/manager-context.js';
import { ApiError } from '../errors/api-error.js';
import { JetStreamManagerError } from '../errors/manager-error.js';

const snapshotFailed = 10064;
const retryMs = 100;

/**
 * Requests a snapshot and returns the server's reply. A server makes one snapshot of a stream at a time. It takes a
 * moment to notice that an earlier receiver has gone. This function waits for that moment, for at most `patienceMs`.
 */
export async function requestSnapshot(
  context: Pick<ManagerContext, 'requestText'>,
  stream: string,
  body: string,
  patienceMs: number,
): Promise<string> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await context.requestText(`STREAM.SNAPSHOT.${stream}`, body);
    } catch (error) {
      if (isForMemory(error)) throw inMemory(stream, error);
      if (!isBusy(error) || performance.now() > deadline) throw error;
      await delay(retryMs);
    }
  }
}

/** All snapshot failures share one error code, so this one is recognized by its text. */
const isBusy = (error: unknown): boolean =>
  error instanceof ApiError && error.errCode === snapshotFailed && error.description.includes('in progress');

/** Recognizes the answer of servers before 2.15 for a stream in memory. */
const isForMemory = (error: unknown): boolean =>
  error instanceof ApiError && error.errCode === snapshotFailed && error.description.includes('no impl');

const inMemory = (stream: string, cause: unknown): JetStreamManagerError =>
  new JetStreamManagerError('MEMORY_STREAM', `stream ${stream} is in memory, and this server cannot back it up`, {
    cause,
    details: { stream },
  });
