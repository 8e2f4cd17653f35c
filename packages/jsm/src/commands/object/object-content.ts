import { createReadStream } from 'node:fs';
import { access, open, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { headers as newHeaders } from '@nats-io/nats-core';
import type { ObjectResult } from '@nats-io/obj';
import { formatExactJson } from '@symphony-ts/jetstream-manager';
import { bytes, withoutUndefined } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { collect } from '../../input/list-option.js';
import { parseBytes } from '../../input/parse-bytes.js';
import type { Io } from '../../process/io.js';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, confirm, isJson, withManager } from '../../running/command-context.js';
import { objectJson } from '../../view/object-facts.js';
import { loadStore, openStore } from './open-store.js';

interface PutFlags {
  readonly name?: string;
  readonly description?: string;
  readonly header?: readonly string[];
  readonly chunkSize?: number;
  readonly force?: boolean;
}

interface GetFlags {
  readonly output?: string;
  readonly force?: boolean;
}

/** Stores, fetches and removes objects. */
export const addObjectContent: AddCommand = (group, context) => {
  const { io } = context;

  group
    .command('put')
    .description('store a file, or standard input with --name')
    .argument('<bucket>')
    .argument('[file]')
    .option('--name <name>', 'name of the object; default the name of the file')
    .option('--description <text>', 'description of the object')
    .option('-H, --header <name:value>', 'header of the object; repeat it for more', collect)
    .addOption(new Option('--chunk-size <size>', 'size of the parts in which it is stored').argParser(parseBytes))
    .option('-f, --force', 'replace an existing object')
    .addOption(new Option('--progress').hideHelp())
    .addOption(new Option('--no-progress').hideHelp())
    .action(async (bucket: string, file: string | undefined, flags: PutFlags, command: Command) => {
      const name = flags.name ?? (file === undefined ? undefined : basename(file));
      if (name === undefined) throw new UsageError('add a file, or --name to store standard input');
      if (file !== undefined) await assertReadable(file);
      const info = await withManager(command, context, async (manager) => {
        const store = await openStore(manager, bucket);
        const old = flags.force ? null : await store.info(name);
        if (old !== null && !old.deleted)
          throw new UsageError(`${bucket} has an object ${name}; say --force to replace it`);
        const meta = {
          name,
          ...withoutUndefined({ description: flags.description }),
          ...(flags.header && { headers: parseHeaders(flags.header) }),
          ...(flags.chunkSize && { options: { max_chunk_size: flags.chunkSize } }),
        };
        return store.put(meta, file === undefined ? inputOf(io) : fileOf(file));
      });
      io.out(
        isJson(command) ? formatExactJson(objectJson(info), 2) : `${bucket} > ${name}: ${bytes(info.size)} stored`,
      );
    });

  group
    .command('get')
    .description('write an object to a file')
    .argument('<bucket>')
    .argument('<name>')
    .option('-O, --output <file>', 'output file, - for standard output; default the name of the object')
    .option('-f, --force', 'replace an existing file')
    .addOption(new Option('--progress').hideHelp())
    .addOption(new Option('--no-progress').hideHelp())
    .action(async (bucket: string, name: string, flags: GetFlags, command: Command) => {
      const file = flags.output ?? basename(name);
      await withManager(command, context, async (manager) => {
        if (file !== '-' && !flags.force) await assertAbsent(file);
        const result = await (await openStore(manager, bucket)).get(name);
        if (result === null) throw new Error(`${bucket} has no object ${name}`);
        if (file === '-') return pour(result, io.write);
        await intoFile(result, file);
        io.out(`${bucket} > ${name}: ${bytes(result.info.size)} in ${file}`);
      });
    });

  group
    .command('rm')
    .alias('del')
    .description('delete an object, or a whole object store')
    .argument('<bucket>')
    .argument('[name]')
    .option('-f, --force', 'do it')
    .action(async (bucket: string, name: string | undefined, flags: { force?: boolean }, command: Command) => {
      confirm(flags.force, name === undefined ? `delete the object store ${bucket}` : `delete ${name} of ${bucket}`);
      await withManager(command, context, async (manager) => {
        if (name === undefined) return (await loadStore(manager, bucket)).delete();
        const store = await openStore(manager, bucket);
        const info = await store.info(name);
        if (info === null || info.deleted) throw new Error(`${bucket} has no object ${name}`);
        await store.delete(name);
      });
      io.out(name === undefined ? `${bucket}: deleted` : `${bucket} > ${name}: deleted`);
    });
};

/** The file gets its final name when it is complete and its digest matches. */
async function intoFile(result: ObjectResult, path: string): Promise<void> {
  const part = `${path}.partial`;
  const file = await open(part, 'w');
  try {
    await pour(result, (data) => file.writeFile(data));
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
}

async function pour({ data, error }: ObjectResult, write: (data: Uint8Array) => Promise<void>): Promise<void> {
  for await (const part of data) await write(part);
  // Without an error the promise gives nothing, although its type says otherwise.
  const failure: Error | null | undefined = await error;
  if (failure) throw failure;
}

const fileOf = (file: string) => Readable.toWeb(createReadStream(file)) as globalThis.ReadableStream<Uint8Array>;
const inputOf = (io: Pick<Io, 'input'>) => ReadableStream.from(io.input());

async function assertReadable(file: string): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    throw new UsageError(`cannot read ${file}`, { cause: error });
  });
  if (found.isDirectory()) throw new UsageError(`cannot read ${file}: it is a directory`);
}

async function assertAbsent(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new UsageError(`there is a file ${file}; say --force to replace it`);
}

function parseHeaders(given: readonly string[]) {
  const headers = newHeaders();
  for (const header of given) {
    const at = header.indexOf(':');
    if (at < 1) throw new UsageError(`--header ${header}: write name:value`);
    headers.append(header.slice(0, at).trim(), header.slice(at + 1).trim());
  }
  return headers;
}
