import type { KV } from '@nats-io/kv';
import { formatExactJson } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import type { Io } from '../../process/io.js';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, confirm, isJson, withManager } from '../../running/command-context.js';
import { parseKey, readTtl } from './kv-arguments.js';
import { openBucket } from './open-bucket.js';

/** Writes values. */
export const addKvWrites: AddCommand = (group, context) => {
  const { io } = context;
  const on = (name: string, description: string): Command =>
    group
      .command(name)
      .description(description)
      .argument('<bucket>')
      .argument('<key>', 'the key', parseKey)
      .argument('[value]', 'the value; default standard input');

  interface Written {
    readonly bucket: string;
    readonly key: string;
    readonly command: Command;
  }
  const write = async ({ bucket, key, command }: Written, run: (kv: KV) => Promise<number>): Promise<void> => {
    const revision = await withManager(command, context, async (manager) => run(await openBucket(manager, bucket)));
    io.out(isJson(command) ? formatExactJson({ bucket, key, revision }) : `${bucket} > ${key}: revision ${revision}`);
  };

  on('put', 'set the value of a key').action(
    async (...[bucket, key, value, , command]: [string, string, string | undefined, object, Command]) => {
      const data = await readValue(value, io);
      await write({ bucket, key, command }, (kv) => kv.put(key, data));
    },
  );

  on('create', 'set the value of a key that has none')
    .option('--ttl <time>', 'remove the value after this time; the bucket needs --marker-ttl (nats-server 2.11)')
    .action(
      async (...[bucket, key, value, flags, command]: [string, string, string | undefined, TtlFlags, Command]) => {
        const data = await readValue(value, io);
        const created = (kv: KV) => kv.create(key, data, readTtl(flags.ttl));
        await write({ bucket, key, command }, (kv) => orWrongRevision(created(kv), `${key} has a value already`));
      },
    );

  on('update', 'set the value of a key that still has this revision')
    .argument('[revision]', 'the revision that the key must have')
    .action(
      async (
        ...[bucket, key, value, revision, , command]: [
          string,
          string,
          string | undefined,
          string | undefined,
          object,
          Command,
        ]
      ) => {
        const expected = Number(revision);
        if (!Number.isSafeInteger(expected) || expected < 1)
          throw new UsageError('add the revision that the key must have');
        const data = await readValue(value, io);
        const updated = (kv: KV) => kv.update(key, data, expected);
        await write({ bucket, key, command }, (kv) =>
          orWrongRevision(updated(kv), `${key} no longer has the revision ${expected}; jsm kv get shows it`),
        );
      },
    );

  group
    .command('revert')
    .description('set a key to its value at an earlier revision')
    .argument('<bucket>')
    .argument('<key>', 'the key', parseKey)
    .argument('<revision>')
    .option('-f, --force', 'do it')
    .action(async (...[bucket, key, revision, flags, command]: [string, string, string, ForceFlags, Command]) => {
      confirm(flags.force, `set ${key} to its revision ${revision}`);
      await write({ bucket, key, command }, async (kv) => {
        const [old, now] = [await kv.get(key, { revision: Number(revision) }), await kv.get(key)];
        if (old === null || old.operation !== 'PUT') throw new Error(`${key} has no value of revision ${revision}`);
        const written = kv.put(key, old.value, { previousSeq: now?.revision ?? 0 });
        return orWrongRevision(written, `${key} was changed meanwhile`);
      });
    });
};

interface TtlFlags {
  readonly ttl?: string;
}

interface ForceFlags {
  readonly force?: boolean;
}

/** The value on the command line, or all of standard input. */
async function readValue(given: string | undefined, io: Pick<Io, 'input'>): Promise<Uint8Array> {
  if (given !== undefined) return Buffer.from(given);
  const parts: Uint8Array[] = [];
  for await (const part of io.input()) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * The server's codes for a write that expects another last message of the subject. The error text of the second code
 * has no sequence.
 */
const wrongRevision: ReadonlySet<unknown> = new Set([10071, 10164]);

/** Runs a write that expects a revision. If the key has another revision, it throws an error with `message`. */
async function orWrongRevision<T>(write: Promise<T>, message: string): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const { code, errCode } = error as { readonly code?: unknown; readonly errCode?: unknown };
    if (!wrongRevision.has(code) && !wrongRevision.has(errCode)) throw error;
    throw new Error(message, { cause: error });
  }
}
