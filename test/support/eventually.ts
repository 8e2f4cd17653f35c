import { setTimeout as sleep } from 'node:timers/promises';

/** Long, because tests run beside others on busy machines. A wait ends as soon as its condition holds. */
const PATIENCE_MS = 45_000;
const PAUSE_MS = 20;

type Look = () => unknown;

/**
 * Waits until `look` neither throws nor returns `false`, or a promise of either, so that it may contain `expect`. The condition
 * must hold from then on: a state that passes may be over between two looks.
 *
 * @param withinMs the longest wait, 45 seconds by default; the failure contains the last error
 */
export function eventually(what: string, look: Look, withinMs?: number): Promise<void>;
/** The same, if the code of `look` already shows the condition. */
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
