/** True for an error, of this realm or of another one (a worker, a `vm` context, a test runner). */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
  } catch {
    return false; // a revoked proxy, or one whose traps throw
  }
}

/**
 * Returns the `code` of an error of Node, of NATS or of a library, or `undefined`. It does not look at the class of the error,
 * because an error of another realm has another class.
 */
export const errorCode = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;

const MAX_TEXT = 200;

/**
 * Converts any thrown value to an `Error`. Nothing else does this conversion. A value that is not an error becomes the `cause` of
 * an error that describes it.
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
