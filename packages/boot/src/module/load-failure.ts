import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, type Problem, toError } from '@symphony-ts/contract';
import { ownFrames } from '../process/own-frames.js';
import { readSyntaxFailure, withoutTrace } from '../typescript/syntax-failure.js';

interface ModuleFile {
  /** The path as the user wrote it. */
  readonly file: string;
  readonly absolute: string;
}

export interface LoadFailure {
  readonly problem: Problem;
  /** An error with details: the lines around a mistake, or the place where the module threw. */
  readonly cause: Error;
}

/** Why a module could not be imported, as a problem of it. */
export async function explainLoadFailure(error: Error, { file, absolute }: ModuleFile): Promise<LoadFailure> {
  if (isSyntaxError(error)) {
    const cause = await findSyntaxError(error, absolute);
    const { where, text } = readSyntaxFailure(cause.message);
    const place = where.startsWith(absolute) ? where.replace(absolute, file) : path.relative('', where);
    return { problem: { where: place || file, text, fix: 'correct the syntax' }, cause };
  }
  const fix =
    errorCode(error) === 'ERR_MODULE_NOT_FOUND'
      ? 'install what it imports, or correct the import'
      : 'correct what throws while it is loaded';
  return { problem: { where: file, text: `it cannot be loaded: ${error.message}`, fix }, cause: error };
}

/** Running code also throws syntax errors, for example with `JSON.parse`. Its own frames are then on the stack. */
const isSyntaxError = ({ name, stack = '' }: Error): boolean => name === 'SyntaxError' && ownFrames(stack).length === 0;

/** An error in TypeScript has its place. For JavaScript, Node only reports that it is wrong, so the file is parsed again. */
async function findSyntaxError(failure: Error, absolute: string): Promise<Error> {
  if (!/\.[mc]?jsx?$/.test(absolute)) return failure;
  const { parse } = await import('@swc/core'); // the compiler is loaded only if there is an error
  try {
    await parse(await readFile(absolute, 'utf8'), { syntax: 'ecmascript', target: 'es2022' });
    return failure; // the error is in a module that this one imports
  } catch (error) {
    const drawing = withoutTrace(toError(error).message);
    return new SyntaxError(drawing.replace(/\[(\d+:\d+)\]/, `[${absolute}:$1]`), { cause: failure });
  }
}
