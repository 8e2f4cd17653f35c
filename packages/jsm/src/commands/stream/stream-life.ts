import {
  cloneStream,
  defaultStream,
  diffStream,
  formatExactJson,
  type StreamSettings,
} from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { readConfiguration } from '../../input/read-configuration.js';
import { addUnasked } from '../../input/setting.js';
import { type AddCommand, confirm, isJson, lookOf, withManager } from '../../running/command-context.js';
import { addInteractive, addWithoutCreating, checkOrSave, refuseInteractive } from '../../running/without-creating.js';
import { formatChanges } from '../../view/changes-table.js';
import { formatStream } from '../../view/stream-facts.js';
import { addStreamSettings, readStreamSettings, type StreamFlags } from './stream-settings.js';

/** Creates, changes and deletes streams. */
export const addStreamLife: AddCommand = (group, context) => {
  const { io } = context;
  const show = (command: Command, info: Parameters<typeof formatStream>[0]) =>
    io.out(isJson(command) ? formatExactJson(info, 2) : formatStream(info));

  const add = group.command('add').aliases(['create', 'new']).description('create a stream').argument('<stream>');
  addStreamSettings(add);
  addWithoutCreating(add);
  addUnasked(add, '--defaults');
  add.action(async (name: string, flags: StreamFlags, command: Command) => {
    const given = { ...(await fileSettings(flags)), ...readStreamSettings(flags) };
    // A copy has no subjects, and a stream with sources does not need any.
    const subjects = given.mirror || given.sources ? {} : { subjects: [name] };
    const settings = { ...subjects, ...given, name };
    const complete = { ...defaultStream, max_age: 0, ...settings };
    const type = 'io.nats.jetstream.api.v1.stream_configuration';
    if (await checkOrSave(type, complete, { flags, command, context })) return;
    const { lastInfo } = await withManager(command, context, (manager) => manager.streams.create(settings, {}));
    show(command, lastInfo);
  });

  const copy = group
    .command('copy')
    .alias('cp')
    .description('create a stream with the settings of another one; for messages see clone')
    .argument('<source>')
    .argument('<stream>');
  addStreamSettings(copy, { removable: true });
  copy.action(async (from: string, name: string, flags: StreamFlags, command: Command) => {
    const { lastInfo } = await withManager(command, context, async (manager) => {
      const { config } = await manager.streams.load(from);
      return manager.streams.create({ ...config, ...readStreamSettings(flags, config), name }, {});
    });
    show(command, lastInfo);
  });

  const edit = group
    .command('edit')
    .alias('update')
    .description('change the settings of a stream')
    .argument('<stream>');
  addStreamSettings(edit, { removable: true });
  edit.option('--dry-run', 'only show the differences');
  addInteractive(edit);
  addUnasked(edit, '-f, --force');
  edit.action(async (name: string, flags: StreamFlags, command: Command) => {
    refuseInteractive(flags, `stream info ${name}`, `stream edit ${name}`);
    const file = await fileSettings(flags);
    await withManager(command, context, async (manager) => {
      const stream = await manager.streams.load(name);
      const { name: _, ...settings } = { ...file, ...readStreamSettings(flags, stream.config) };
      if (flags['dryRun'] !== true) return show(command, (await stream.update(settings)).lastInfo);
      const changes = diffStream(stream.config, settings, manager.connection.info?.version ?? '');
      io.out(isJson(command) ? formatExactJson(changes, 2) : formatChanges(changes, lookOf(command, context)));
    });
  });

  group
    .command('rm')
    .aliases(['delete', 'del'])
    .description('delete a stream, its messages and its consumers')
    .argument('<stream>')
    .option('-f, --force', 'do it')
    .action(async (name: string, flags: { force?: boolean }, command: Command) => {
      confirm(flags.force, `delete the stream ${name}`);
      await withManager(command, context, (manager) => manager.streams.delete(name));
      io.out(`${name}: deleted`);
    });

  group
    .command('seal')
    .description('make a stream read-only; this cannot be undone')
    .argument('<stream>')
    .option('-f, --force', 'do it')
    .action(async (name: string, flags: { force?: boolean }, command: Command) => {
      confirm(flags.force, `seal the stream ${name}`);
      await withManager(command, context, async (manager) => (await manager.streams.load(name)).seal());
      io.out(`${name}: sealed`);
    });

  group
    .command('clone')
    .description('copy a stream, its messages and its consumers (nats-server 2.15)')
    .argument('<stream>')
    .argument('<name>', 'name of the copy')
    .option('--no-consumers', 'omit consumers')
    .action(async (from: string, to: string, { consumers }: { consumers: boolean }, command: Command) => {
      const result = await withManager(command, context, (manager) =>
        cloneStream(manager, from, to, { consumers, signal: io.signal }),
      );
      io.out(isJson(command) ? formatExactJson(result, 2) : `${to}: ${result.state.messages} messages copied`);
    });

  async function fileSettings({ config }: StreamFlags): Promise<StreamSettings> {
    // The server and `jsm diff` check the fields.
    return config === undefined ? {} : readConfiguration(config, io);
  }
};
