import type { ConnectionEvent, SymphonyConnection } from '../src/index.js';

/** Waits until `isTrue` holds, looking every few milliseconds; rejects with `what` after `timeoutMs`. */
export async function eventually(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs = 15_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`did not come true within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The next event of `kind`. */
export function nextEvent(connection: SymphonyConnection, kind: ConnectionEvent['kind']): Promise<ConnectionEvent> {
  return new Promise((resolve) => {
    const stop = connection.onStatus((event) => {
      if (event.kind !== kind) return;
      stop();
      resolve(event);
    });
  });
}
