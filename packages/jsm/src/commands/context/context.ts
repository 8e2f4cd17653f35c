import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type ConnectionFlags, readConnectionFlags } from '../../connection/connection-options.js';
import {
  listContexts,
  readContextFile,
  readPointer,
  removeContextFile,
  writeContextFile,
  writePointer,
} from '../../connection/context-files.js';
import { UsageError } from '../../process/usage-error.js';
import { type AddCommand, confirm, isJson, lookOf } from '../../running/command-context.js';
import { formatFacts, formatTable } from '../../view/table.js';

/** Secret fields of a context. Only their presence is shown. */
const secrets: ReadonlySet<string> = new Set(['password', 'token', 'user_jwt', 'user_seed']);

interface SaveFlags {
  readonly description?: string;
  readonly select?: boolean;
}

/** `jsm context …`: the contexts of the `nats` tool, in the same files. */
export const addContext: AddCommand = (program, context) => {
  const { io } = context;
  const group = program
    .command('context')
    .alias('ctx')
    .description('save connections under names, in the files of the nats tool');

  const load = async (name: string) => {
    const fields = await readContextFile(name, io);
    if (fields === undefined) throw new UsageError(`there is no context "${name}"; jsm context ls lists them`);
    return fields;
  };

  const select = async (name: string): Promise<void> => {
    await load(name);
    const selected = await readPointer('selected', io);
    if (selected !== undefined && selected !== name) await writePointer('previous', selected, io);
    await writePointer('selected', name, io);
    io.out(`${name}: selected`);
  };

  group
    .command('save')
    .aliases(['add', 'create'])
    .description('save the connection options of this command line under a name')
    .argument('<name>')
    .option('--description <text>', 'description of the context')
    .option('--select', 'also select the context')
    .action(async (name: string, flags: SaveFlags, command: Command) => {
      const old = await readContextFile(name, io);
      const fields = {
        description: '',
        url: 'nats://127.0.0.1:4222',
        ...old,
        ...contextFields(readConnectionFlags(command)),
      };
      await writeContextFile(
        name,
        flags.description === undefined ? fields : { ...fields, description: flags.description },
        io,
      );
      io.out(`${name}: ${old === undefined ? 'saved' : 'changed'}`);
      if (flags.select) await select(name);
    });

  group
    .command('ls')
    .alias('list')
    .description('list contexts; the selected one has a star')
    .option('-n, --names', 'print only names')
    .action(async ({ names: onlyNames }: { names?: boolean }, command: Command) => {
      const selected = await readPointer('selected', io);
      const names = await listContexts(io);
      if (isJson(command)) return io.out(JSON.stringify({ contexts: names, selected: selected ?? null }, null, 2));
      if (onlyNames) return io.out(names.join('\n'));
      const rows = await Promise.all(
        names.map(async (name) => {
          const { url, description } = (await readContextFile(name, io).catch(() => undefined)) ?? {};
          return [name === selected ? `${name}*` : name, withoutPassword(textOf(url)), textOf(description)];
        }),
      );
      const head = ['Name', 'Server', 'Description'];
      io.out(rows.length === 0 ? 'No contexts.' : formatTable('Contexts', head, rows, lookOf(command, context)));
    });

  group
    .command('info')
    .alias('show')
    .description('show a context, default the selected one; secrets are hidden')
    .argument('[name]')
    .action(async (given: string | undefined, _flags: object, command: Command) => {
      const name = given ?? (await readPointer('selected', io));
      if (name === undefined) throw new UsageError('no context is selected; jsm context select NAME selects one');
      const shown = Object.entries(await load(name)).flatMap(([field, value]): [string, string | boolean][] => {
        if (value === '' || value === null || value === undefined) return [];
        if (secrets.has(field)) return [[field, '(set)']];
        return [[field, typeof value === 'boolean' ? value : withoutPassword(textOf(value))]];
      });
      io.out(
        isJson(command)
          ? JSON.stringify({ name, ...Object.fromEntries(shown) }, null, 2)
          : formatFacts(`Context ${name}`, shown),
      );
    });

  group
    .command('select')
    .description('select the context to use by default')
    .argument('<name>')
    .action((name: string) => select(name));

  group
    .command('previous')
    .description('select the context that was selected before')
    .action(async () => {
      const name = await readPointer('previous', io);
      if (name === undefined) throw new UsageError('no context was selected before');
      await select(name);
    });

  group
    .command('unselect')
    .description('clear the selection')
    .action(async () => {
      const selected = await readPointer('selected', io);
      if (selected !== undefined) await writePointer('previous', selected, io);
      await writePointer('selected', undefined, io);
      io.out('no context is selected');
    });

  group
    .command('copy')
    .alias('cp')
    .description('copy a context')
    .argument('<name>')
    .argument('<copy>')
    .action(async (name: string, copy: string) => {
      const fields = await load(name);
      if ((await readContextFile(copy, io)) !== undefined) throw new UsageError(`a context "${copy}" exists already`);
      await writeContextFile(copy, fields, io);
      io.out(`${copy}: saved`);
    });

  group
    .command('rm')
    .description('remove a context')
    .argument('<name>')
    .option('-f, --force', 'do it')
    .action(async (name: string, flags: { force?: boolean }) => {
      await load(name);
      confirm(flags.force, `remove the context ${name}`);
      for (const pointer of ['selected', 'previous'] as const) {
        if ((await readPointer(pointer, io)) === name) await writePointer(pointer, undefined, io);
      }
      await removeContextFile(name, io);
      io.out(`${name}: removed`);
    });
};

/** The options as fields of a context. Paths are absolute, so that they work in every directory. */
function contextFields(flags: ConnectionFlags): Readonly<Record<string, string>> {
  const fields = {
    url: flags.server,
    user: flags.user,
    password: flags.password,
    token: flags.token,
    creds: flags.creds && resolve(flags.creds),
    nkey: flags.nkey && resolve(flags.nkey),
    cert: flags.tlscert && resolve(flags.tlscert),
    key: flags.tlskey && resolve(flags.tlskey),
    ca: flags.tlsca && resolve(flags.tlsca),
    jetstream_domain: flags.domain,
    jetstream_api_prefix: flags.jsApiPrefix,
    jetstream_event_prefix: flags.jsEventPrefix,
  };
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  );
}

/** A URL may contain a password. */
const withoutPassword = (urls: string): string => urls.replaceAll(/([a-z]+:\/\/)[^,@]*@/gi, '$1');

/** The fields of a context are texts, except for a few booleans. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
