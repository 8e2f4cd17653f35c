import type { Io } from '../process/io.js';
import { UsageError } from '../process/usage-error.js';
import { readInputFile } from './read-input-file.js';

/** Reads a configuration from a JSON file. It is the whole file, or the member `config` as in `jsm info --json`. */
export async function readConfiguration(file: string, io: Pick<Io, 'readInput'>): Promise<object> {
  const text = await readInputFile(file, io);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is not JSON`);
  }
  const config = isObject(value) && 'config' in value ? value.config : value;
  if (!isObject(config)) throw new UsageError(`${file} contains no configuration`);
  return config;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
