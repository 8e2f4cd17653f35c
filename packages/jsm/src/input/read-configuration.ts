import type { Io } from '../process/io.js';
import { UsageError } from '../process/usage-error.js';
import { readInputFile } from './read-input-file.js';

/** A configuration in a JSON file, bare or as `jsm info --json` prints it, below `config`. */
export async function readConfiguration(file: string, io: Pick<Io, 'readInput'>): Promise<object> {
  const text = await readInputFile(file, io);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON`);
  }
  const config = isObject(value) && 'config' in value ? value.config : value;
  if (!isObject(config)) throw new UsageError(`${file} holds no configuration`);
  return config;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
