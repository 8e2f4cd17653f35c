import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory, writeFileWhole } from '@symphony-ts/jetstream-manager/internal';
import type { Io } from '../process/io.js';
import { UsageError } from '../process/usage-error.js';

/** Where the contexts are stored. */
export type Place = Pick<Io, 'env' | 'homeDir'>;

/** The selected context, or the one that was selected before. */
export type Pointer = 'selected' | 'previous';

const pointerFiles = { selected: 'context.txt', previous: 'previous-context.txt' } as const satisfies Record<
  Pointer,
  string
>;

const folderOf = ({ env, homeDir }: Place): string => join(env['XDG_CONFIG_HOME'] || join(homeDir, '.config'), 'nats');

/** File of the context `name`. Throws `UsageError` if the name would lead to another folder. */
export function contextPath(name: string, place: Place): string {
  if (!/^[^/\\\s]+$/.test(name) || name.startsWith('.')) throw new UsageError(`"${name}" is not a valid context name`);
  return join(folderOf(place), 'context', `${name}.json`);
}

/** Names of all contexts, sorted. */
export async function listContexts(place: Place): Promise<readonly string[]> {
  const files = await orAbsent(readdir(join(folderOf(place), 'context')));
  return (files ?? []).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : [])).sort();
}

/** All fields in the file of a context, including unknown ones; `undefined` if there is no such context. */
export async function readContextFile(
  name: string,
  place: Place,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const path = contextPath(name, place);
  const text = await orAbsent(readFile(path, 'utf8')).catch((error: unknown) => {
    throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  });
  return text === undefined ? undefined : parseFields(text, path);
}

function parseFields(text: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    // Some editors begin a file with a byte order mark.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UsageError(`${path} is not JSON`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${path} is not a context: it holds no JSON object`);
  // An object has texts as keys.
  return value as Readonly<Record<string, unknown>>;
}

/** Writes a context. Only the owner can read it, because it may contain a password. */
export async function writeContextFile(name: string, fields: object, place: Place): Promise<void> {
  await writeWhole(contextPath(name, place), `${JSON.stringify(fields, null, 2)}\n`, place);
}

/** Removes a context. */
export const removeContextFile = (name: string, place: Place): Promise<void> => rm(contextPath(name, place));

/** The name that a pointer holds. */
export async function readPointer(pointer: Pointer, place: Place): Promise<string | undefined> {
  const text = await orAbsent(readFile(join(folderOf(place), pointerFiles[pointer]), 'utf8'));
  return text?.trim() || undefined;
}

/** Sets a pointer to a name, or clears it. */
export async function writePointer(pointer: Pointer, name: string | undefined, place: Place): Promise<void> {
  const path = join(folderOf(place), pointerFiles[pointer]);
  if (name === undefined) await rm(path, { force: true });
  else await writeWhole(path, name, place);
}

async function writeWhole(path: string, text: string, place: Place): Promise<void> {
  await makeDirectory(join(folderOf(place), 'context'));
  await writeFileWhole(path, text);
}

async function orAbsent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
