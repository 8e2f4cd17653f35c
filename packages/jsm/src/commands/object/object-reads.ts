import { formatExactJson, type Manager } from '@symphony-ts/jetstream-manager';
import { bytes } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { parseCount } from '../../input/parse-option.js';
import { type AddCommand, isJson, lookOf, withManager } from '../../running/command-context.js';
import { untilAborted } from '../../running/interrupt.js';
import type { Look } from '../../view/look.js';
import { formatObject, formatObjects, objectJson } from '../../view/object-facts.js';
import { formatTable, formatTime } from '../../view/table.js';
import { openStore } from './open-store.js';
import { showStore } from './show-store.js';

interface ListFlags {
  readonly names?: boolean;
  readonly json: boolean;
  readonly look: Look;
}

/** Lists object stores and objects, and shows changes. */
export const addObjectReads: AddCommand = (group, context) => {
  const { io } = context;

  group
    .command('ls')
    .alias('list')
    .description('list object stores, or the objects of one')
    .argument('[bucket]')
    .option('-n, --names', 'print only names')
    .action(async (bucket: string | undefined, { names }: { names?: boolean }, command: Command) => {
      const flags = { ...(names && { names }), json: isJson(command), look: lookOf(command, context) };
      const text = await withManager(command, context, (manager) =>
        bucket === undefined ? listStores(manager, flags) : listObjects(manager, bucket, flags),
      );
      io.out(text);
    });

  group
    .command('info')
    .aliases(['show', 'i'])
    .description('show the size, digest and other details of an object, or those of an object store')
    .argument('<bucket>')
    .argument('[name]')
    .action(async (bucket: string, name: string | undefined, _flags: object, command: Command) => {
      if (name === undefined) return showStore(command, context, bucket);
      const info = await withManager(command, context, async (manager) =>
        (await openStore(manager, bucket)).info(name),
      );
      if (info === null || info.deleted) throw new Error(`${bucket} has no object ${name}`);
      io.out(isJson(command) ? formatExactJson(objectJson(info), 2) : formatObject(info));
    });

  group
    .command('watch')
    .description('show the objects of a store, and their changes as they happen')
    .argument('<bucket>')
    .addOption(new Option('--count <number>', 'end after this many changes').argParser(parseCount))
    .action(async (bucket: string, { count }: { count?: number }, command: Command) => {
      await withManager(command, context, async (manager) => {
        const watch = await (await openStore(manager, bucket)).watch({ includeHistory: true });
        let left = count ?? Number.POSITIVE_INFINITY;
        for await (const info of untilAborted(watch, io.signal)) {
          const text = `[${info.mtime}] ${info.deleted ? 'DEL' : 'PUT'} ${bucket} > ${info.name}: ${bytes(info.size)}`;
          io.out(isJson(command) ? formatExactJson(objectJson(info)) : text);
          left -= 1;
          if (left <= 0) break;
        }
      });
    });
};

async function listStores(manager: Manager, { names, json, look }: ListFlags): Promise<string> {
  const { streams } = await manager.streams.list({ subject: '$O.>' });
  const stores = streams
    .filter(({ isObjectBucket }) => isObjectBucket)
    .map(({ name, isSealed, lastInfo: { config, state } }) => ({
      bucket: name.replace(/^OBJ_/, ''),
      description: config.description ?? '',
      bytes: state.bytes,
      storage: config.storage,
      replicas: config.num_replicas,
      isSealed,
      lastWrite: state.messages === 0 ? undefined : state.last_ts,
    }));
  if (json) return formatExactJson(names ? stores.map(({ bucket }) => bucket) : stores, 2);
  if (names) return stores.map(({ bucket }) => bucket).join('\n');
  if (stores.length === 0) return 'No object stores.';
  const head = ['Bucket', 'Description', 'Size', 'Storage', 'Replicas', 'Sealed', 'Last write'];
  const rows = stores.map((store) => [
    store.bucket,
    store.description,
    bytes(store.bytes),
    store.storage,
    store.replicas,
    store.isSealed,
    formatTime(store.lastWrite),
  ]);
  return formatTable('Object stores', head, rows, look);
}

async function listObjects(manager: Manager, bucket: string, { names, json, look }: ListFlags): Promise<string> {
  const listed = await (await openStore(manager, bucket)).list();
  const objects = listed.filter(({ deleted }) => !deleted).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (json) return formatExactJson(names ? objects.map(({ name }) => name) : objects.map(objectJson), 2);
  return names ? objects.map(({ name }) => name).join('\n') : formatObjects(bucket, objects, look);
}
