import { AsyncLocalStorage } from 'node:async_hooks';
import { format } from 'node:util';
import { isError } from '@symphony-ts/contract';
import type { LogLine, TestLog } from './test-log.js';

/** Runs code of the extension under test, with everything that this code starts. */
export type Within = <R>(run: () => R) => R;

/** The log of the extension whose code is running. */
const logs = new AsyncLocalStorage<TestLog>();

const levels = {
  trace: 'debug',
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
} as const satisfies { readonly [method: string]: LogLine['level'] };
type Method = keyof typeof levels;

/**
 * Keeps in `log` what the code inside writes to `console`, and does not print it. Output of other code is printed. It does not
 * use the test runner, so it works in the same way under jest, vitest and node:test.
 */
export function capturingConsole(log: TestLog): Within {
  return (run) => {
    // Each time, because a spy that is restored puts back the earlier function.
    for (const method of Object.keys(levels) as Method[]) divert(method);
    return logs.run(log, run);
  };
}

const diverted = new WeakSet<object>();

function divert(method: Method): void {
  const print = console[method];
  if (diverted.has(print)) return;
  const write = (...given: readonly unknown[]): void => {
    const log = logs.getStore();
    if (!log) return Reflect.apply(print, console, given);
    const err = given.find(isError);
    const fields = { source: 'console', ...(err && { err }) };
    log.keep({ level: levels[method], message: format(...given), fields });
  };
  diverted.add(write);
  console[method] = write;
}
