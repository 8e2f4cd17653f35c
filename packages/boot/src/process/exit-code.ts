import { inspect } from 'node:util';
import { ErrorReply, isSymphonyError, toError } from '@symphony-ts/contract';
import { isNatsServerError } from '@symphony-ts/nats-server';
import type { Output } from './output.js';
import { ownFrames } from './own-frames.js';

/** 0 done, 1 failed, 2 wrong usage or an invalid module. */
export type ExitCode = 0 | 1 | 2;

/** Prints what went wrong, once and in words, and returns the exit code. */
export function reportFailure(thrown: unknown, output: Output): ExitCode {
  const error = toError(thrown);
  if (isExplained(error)) {
    output.err(error.message + systemRemedy(error));
    if (isSymphonyError(error, 'REMOTE_ERROR')) reportRefusal(error.params.details, output);
    reportCause(error, output);
  } else {
    // An unexpected error is a bug, here or in the module. Then its stack helps to find it.
    output.err(error.stack ?? error.message);
  }
  return isSymphonyError(error, 'INVALID_MODULE') ? 2 : 1;
}

/**
 * True for an error whose message says everything: our own errors, and errors of the system (`EACCES: permission denied, open
 * …`).
 */
const isExplained = (error: Error): boolean => isSymphonyError(error) || isNatsServerError(error) || 'syscall' in error;

/** What to do about an error of the system. Its own text only says what happened. */
const remedies: ReadonlyMap<unknown, string> = new Map([
  ['ENOSPC', 'make room on the disk, or choose another folder'],
  ['EDQUOT', 'the disk quota of this user is used up: make room, or choose another folder'],
  ['EROFS', 'the file system is mounted for reading only: choose another folder'],
  ['EACCES', 'check the owner and the rights of the file, and the user of this process'],
  ['EPERM', 'check the owner and the rights of the file, and the user of this process'],
  ['EMFILE', 'raise the limit of this process on open files (ulimit -n, LimitNOFILE= of systemd)'],
  ['ENFILE', 'the whole machine has no file handle left: raise fs.file-max, or stop programs that keep files open'],
]);

/** The remedy as the end of the message; empty for errors that have their own. */
function systemRemedy(error: Error): string {
  const remedy = 'syscall' in error ? remedies.get(Reflect.get(error, 'code')) : undefined;
  return remedy === undefined ? '' : `; ${remedy}`;
}

/**
 * True for failures in the author's own code. The messages of other errors say everything, and their causes are in our code.
 */
const isOfAuthor = (error: Error): boolean =>
  isSymphonyError(error, 'INVALID_MODULE') || isSymphonyError(error, 'STARTUP_FAILED');

/** The further parts of a refusal: its code, the id under which the log has the error, and the details. */
function reportRefusal(body: unknown, output: Output): void {
  const reply = ErrorReply.safeParse(body);
  const { code, id, details } = reply.success ? reply.data : { code: undefined, id: undefined, details: body };
  if (code !== undefined) output.err(`  code: ${code}`);
  if (id !== undefined) output.err(`  error id: ${id}, as in the log of the service`);
  if (details !== undefined) output.err(`  details: ${inspect(details, { depth: 8, breakLength: 100 })}`);
}

/** Prints a cause if it adds something to the message: its own text, and the place in the author's code where it was thrown. */
function reportCause(error: Error, output: Output): void {
  const { message, cause } = error;
  if (!isOfAuthor(error) || !(cause instanceof Error) || isExplained(cause)) return;
  const frames = ownFrames(cause.stack ?? '');
  if (message.includes(cause.message) && frames.length === 0) return;
  output.err([`  caused by ${cause.name}: ${cause.message}`, ...frames].join('\n'));
}
