import type { PageChange } from '@symphony-ts/page';

/** The answer of a watch: the changes after a revision, and the revision to continue from. */
export interface Changes {
  readonly changes: readonly PageChange[];
  readonly revision: number;
}

const PAUSE_MS = 1_000;

/**
 * Requests changes again and again, each time after the last received one. A request without an answer, for example because
 * the connection broke, is repeated. Rejects if a request is refused.
 *
 * @param isRefusal whether an error is an answer that repeating the request would not change
 */
export async function* followChanges(
  ask: (after: number | undefined) => Promise<Changes>,
  isRefusal: (error: unknown) => boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<PageChange> {
  let after: number | undefined;
  const aborted = new Promise<undefined>((resolve) => {
    signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const isOver = (): boolean => signal?.aborted ?? false;
  while (!isOver()) {
    try {
      const found = await Promise.race([ask(after), aborted]);
      if (!found) return;
      yield* found.changes;
      after = found.revision;
    } catch (error) {
      if (isRefusal(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
