import { setTimeout as sleep } from 'node:timers/promises';

/** Long for what takes milliseconds, since tests run beside others on busy machines; nothing waits longer than it must. */
const PATIENCE_MS = 45_000;
const PAUSE_MS = 20;

type Look = () => unknown;

/**
 * Waits until `look` neither throws nor gives `false`, or a promise of either, so that `expect` may stand in it. It must hold
 * from then on: what is true for a moment only may be over between two looks.
 *
 * @param withinMs how long it may take, 45 seconds by default; the failure tells the last error
 */
export function eventually(what: string, look: Look, withinMs?: number): Promise<void>;
/** The same, where the code of `look` says what is waited for. */
export function eventually(look: Look, withinMs?: number): Promise<void>;
export function eventually(first: string | Look, second?: Look | number, third?: number): Promise<void> {
  if (typeof first !== 'string') return poll(first.toString(), first, second as number | undefined);
  return poll(first, second as Look, third); // the overloads allow nothing else
}

async function poll(what: string, look: Look, withinMs = PATIENCE_MS): Promise<void> {
  const end = performance.now() + withinMs;
  let last: { readonly error?: unknown } = {};
  do {
    try {
      if ((await look()) !== false) return;
      last = {};
    } catch (error) {
      last = { error };
    }
    await sleep(PAUSE_MS);
  } while (performance.now() < end);
  const because = 'error' in last ? `; the last look failed: ${textOf(last.error)}` : '';
  throw new Error(`not within ${withinMs} ms: ${what}${because}`, { cause: last.error });
}

const textOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
