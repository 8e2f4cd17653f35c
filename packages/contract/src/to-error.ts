/** Whether `value` is an error, of this realm or of another (a worker, a `vm` context, a test runner). */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
  } catch {
    return false; // a revoked proxy, or one whose traps throw
  }
}

/**
 * The `code` of an error of Node, of NATS or of a library; `undefined` where there is none. By shape, not by class: an error may
 * come from another realm, whose `Error` is another.
 */
export const errorCode = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;

const MAX_TEXT = 200;

/**
 * Any thrown value as an `Error`; the only such conversion. What is not an error becomes the `cause` of one that says it in
 * words.
 */
export const toError = (thrown: unknown): Error =>
  isError(thrown) ? thrown : new Error(describe(thrown), { cause: thrown });

function describe(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  try {
    if (typeof thrown !== 'object' || thrown === null) return String(thrown);
    const message: unknown = Reflect.get(thrown, 'message');
    if (typeof message === 'string' && message !== '') return message;
    return JSON.stringify(thrown).slice(0, MAX_TEXT);
  } catch {
    // A cycle, a getter that throws, an object without a text: the cause still has it.
    return 'something that is not an error was thrown';
  }
}
