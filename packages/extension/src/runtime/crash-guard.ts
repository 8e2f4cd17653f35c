import { setTimeout as delay } from 'node:timers/promises';

/** What an application does before the process ends. Never rejects. */
export type Drain = (error: unknown) => Promise<void>;

/** How long all applications of a process may take together. */
const CRASH_MS = 5_000;

interface CrashGuard {
  readonly drains: Set<Drain>;
  readonly listener: (error: unknown) => void;
}

/**
 * One guard for all copies of this package in a process. Otherwise each copy would take the listener of another copy for code
 * that handles the error.
 */
const guardKey = Symbol.for('@symphony-ts/extension:crash-guard');

/**
 * Calls `drain` on an exception or a rejection that nobody caught. When `drain` has finished, or after five seconds, Node ends
 * the process as it would have done at once. If other code listens to `uncaughtException`, Node continues, and this function
 * does nothing. Returns the function that removes `drain`.
 */
export function onCrash(drain: Drain): () => void {
  const { drains, listener } = crashGuard();
  if (drains.size === 0) process.on('uncaughtException', listener);
  drains.add(drain);
  return () => {
    drains.delete(drain);
    if (drains.size === 0) process.off('uncaughtException', listener);
  };
}

function crashGuard(): CrashGuard {
  const known: unknown = Reflect.get(process, guardKey);
  // Only this function puts a value under this key.
  if (known !== undefined) return known as CrashGuard;
  const made = createCrashGuard();
  Reflect.set(process, guardKey, made);
  return made;
}

function createCrashGuard(): CrashGuard {
  const drains = new Set<Drain>();
  let isDraining = false;
  const listener = (error: unknown): void => {
    // A failure while the process ends changes nothing.
    if (isDraining || process.listenerCount('uncaughtException') > 1) return;
    isDraining = true;
    const drained = Promise.allSettled([...drains].map((drain) => drain(error)));
    void Promise.race([drained, delay(CRASH_MS)]).then(() => {
      process.off('uncaughtException', listener);
      setImmediate(() => {
        throw error;
      });
    });
  };
  return { drains, listener };
}
