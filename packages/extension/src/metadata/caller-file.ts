import { fileURLToPath } from 'node:url';

/**
 * The file of the code that called `callee`, or `undefined` if the engine does not tell. A decorator is called while
 * its module loads, so this is the module of the decorated class: where relative files start.
 */
// oxlint-disable-next-line typescript/no-unsafe-function-type -- any function marks a place in the stack
export function callerFile(callee: Function): string | undefined {
  // oxlint-disable-next-line typescript/unbound-method -- put back as it was, not called
  const prepare = Error.prepareStackTrace;
  const holder: { stack?: unknown } = {};
  try {
    Error.prepareStackTrace = (_error, sites) => sites[0]?.getFileName();
    Error.captureStackTrace(holder, callee);
    const file = holder.stack;
    if (typeof file !== 'string') return undefined;
    return file.startsWith('file:') ? fileURLToPath(file) : file;
  } finally {
    if (prepare) Error.prepareStackTrace = prepare;
    else delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
  }
}
