import { readFile } from 'node:fs/promises';
import type { Io } from '../process/io.js';
import { UsageError } from '../process/usage-error.js';

/** Reads the file that an argument names. `-` stands for standard input. */
export async function readInputFile(file: string, { readInput }: Pick<Io, 'readInput'>): Promise<string> {
  if (file === '-') return readInput();
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'ENOENT' ? `there is no file ${file}` : `cannot read ${file}: ${message}`, {
      cause: error,
    });
  }
}
