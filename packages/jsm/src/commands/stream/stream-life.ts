import { cloneStream, formatExactJson, type StreamSettings } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { readConfiguration } from '../../input/read-configuration.js';
import { type AddCommand, confirm, isJson, withManager } from '../../running/command-context.js';
import { formatStream } from '../../view/stream-facts.js';
import { addStreamSettings, readStreamSettings, type StreamFlags } from './stream-settings.js';

/** Creates, changes and deletes streams. */
export const addStreamLife: AddCommand = (group, context) => {
  const { io } = context;
  const show = (command: Command, info: Parameters<typeof formatStream>[0]) =>
    io.out(isJson(command) ? formatExactJson(info, 2) : formatStream(info));

  const add = group.command('add').aliases(['create', 'new']).description('create a stream').argument('<stream>');
  addStreamSettings(add);
  add.action(async (name: string, flags: StreamFlags, command: Command) => {
    const settings = { ...(await fileSettings(flags)), ...readStreamSettings(flags) };
    const { lastInfo } = await withManager(command, context, (manager) =>
      manager.streams.create({ subjects: [name], ...settings, name }, {}),
    );
    show(command, lastInfo);
  });

  const edit = group
    .command('edit')
    .alias('update')
    .description('change the settings of a stream')
    .argument('<stream>');
  addStreamSettings(edit);
  edit.action(async (name: string, flags: StreamFlags, command: Command) => {
    const { name: _, ...settings } = { ...(await fileSettings(flags)), ...readStreamSettings(flags) };
    const { lastInfo } = await withManager(command, context, (manager) => manager.streams.update(name, settings));
    show(command, lastInfo);
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

  const cluster = group.command('cluster').description('change the leader and the replicas of a stream');
  cluster
    .command('step-down')
    .description("make the stream's leader step down")
    .argument('<stream>')
    .option('--preferred <server>', 'name of the server that should lead (nats-server 2.11)')
    .action(async (name: string, { preferred }: { preferred?: string }, command: Command) => {
      await withManager(command, context, async (manager) =>
        (await manager.streams.load(name)).stepDown(preferred === undefined ? undefined : { preferred }),
      );
      io.out(`${name}: its leader steps down`);
    });
  cluster
    .command('peer-remove')
    .description("remove a server from the stream's replicas")
    .argument('<stream>')
    .argument('<server>')
    .option('-f, --force', 'do it')
    .action(async (name: string, server: string, flags: { force?: boolean }, command: Command) => {
      confirm(flags.force, `remove ${server} from the replicas of ${name}`);
      await withManager(command, context, async (manager) => (await manager.streams.load(name)).removePeer(server));
      io.out(`${name}: ${server} is being removed`);
    });

  async function fileSettings({ config }: StreamFlags): Promise<StreamSettings> {
    // The server and `jsm diff` check the fields.
    return config === undefined ? {} : readConfiguration(config, io);
  }
};
