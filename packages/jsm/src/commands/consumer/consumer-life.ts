import { type ConsumerSettings, defaultConsumer, diffConsumer, formatExactJson } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { readConfiguration } from '../../input/read-configuration.js';
import { addUnasked } from '../../input/setting.js';
import { type AddCommand, confirm, isJson, lookOf, withManager } from '../../running/command-context.js';
import { addInteractive, addWithoutCreating, checkOrSave, refuseInteractive } from '../../running/without-creating.js';
import { formatChanges } from '../../view/changes-table.js';
import { formatConsumer } from '../../view/consumer-facts.js';
import { addConsumerSettings, type ConsumerFlags, readConsumerSettings } from './consumer-settings.js';

/** Creates, changes and deletes consumers. */
export const addConsumerLife: AddCommand = (group, context) => {
  const { io } = context;
  const show = (command: Command, info: Parameters<typeof formatConsumer>[0]) =>
    io.out(isJson(command) ? formatExactJson(info, 2) : formatConsumer(info));

  const add = group
    .command('add')
    .aliases(['create', 'new'])
    .description('create a durable consumer')
    .argument('<stream>')
    .argument('<consumer>');
  addConsumerSettings(add);
  add.option('--ephemeral', 'delete the consumer after a time without use, see --inactive-threshold');
  addWithoutCreating(add);
  addUnasked(add, '--defaults');
  add.action(async (stream: string, name: string, flags: ConsumerFlags, command: Command) => {
    const settings = { ...(await fileSettings(flags)), ...readConsumerSettings(flags) };
    const named = flags['ephemeral'] === true ? { name } : { durable_name: name };
    const complete = { ...defaultConsumer, ...settings, ...named };
    const type = 'io.nats.jetstream.api.v1.consumer_configuration';
    if (await checkOrSave(type, complete, { flags, command, context })) return;
    const { lastInfo } = await withManager(command, context, (manager) =>
      manager.consumers(stream).create({ ...settings, ...named }),
    );
    show(command, lastInfo);
  });

  const copy = group
    .command('copy')
    .alias('cp')
    .description('create a consumer with the settings of another one')
    .argument('<stream>')
    .argument('<source>')
    .argument('<consumer>');
  addConsumerSettings(copy);
  copy.action(async (...[stream, from, name, flags, command]: [string, string, string, ConsumerFlags, Command]) => {
    const { lastInfo } = await withManager(command, context, async (manager) => {
      const { config, isDurable } = await manager.consumers(stream).load(from);
      const { name: _name, durable_name: _durable, ...kept } = { ...config, ...readConsumerSettings(flags) };
      return manager.consumers(stream).create({ ...kept, ...(isDurable ? { durable_name: name } : { name }) }, {});
    });
    show(command, lastInfo);
  });

  const edit = group
    .command('edit')
    .alias('update')
    .description('change the settings of a consumer')
    .argument('<stream>')
    .argument('<consumer>');
  addConsumerSettings(edit);
  edit.option('--dry-run', 'only show the differences');
  addInteractive(edit);
  addUnasked(edit, '-f, --force');
  edit.action(async (stream: string, name: string, flags: ConsumerFlags, command: Command) => {
    refuseInteractive(flags, `consumer info ${stream} ${name}`, `consumer edit ${stream} ${name}`);
    const settings = { ...(await fileSettings(flags)), ...readConsumerSettings(flags) };
    await withManager(command, context, async (manager) => {
      const consumer = await manager.consumers(stream).load(name);
      if (flags['dryRun'] !== true) return show(command, (await consumer.update(settings)).lastInfo);
      const changes = diffConsumer(consumer.config, settings, manager.connection.info?.version ?? '');
      io.out(isJson(command) ? formatExactJson(changes, 2) : formatChanges(changes, lookOf(command, context)));
    });
  });

  group
    .command('rm')
    .aliases(['delete', 'del'])
    .description('delete a consumer and its state')
    .argument('<stream>')
    .argument('<consumer>')
    .option('-f, --force', 'do it')
    .action(async (stream: string, name: string, flags: { force?: boolean }, command: Command) => {
      confirm(flags.force, `delete the consumer ${stream} > ${name}`);
      await withManager(command, context, (manager) => manager.consumers(stream).delete(name));
      io.out(`${stream} > ${name}: deleted`);
    });

  async function fileSettings({ config }: ConsumerFlags): Promise<ConsumerSettings> {
    // The server and `jsm diff` check the fields.
    const {
      name: _name,
      durable_name: _durable,
      ...kept
    } = (config === undefined ? {} : await readConfiguration(config, io)) as ConsumerSettings;
    return kept;
  }
};
