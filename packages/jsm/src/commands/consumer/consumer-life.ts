import { type ConsumerSettings, formatExactJson } from '@symphony-ts/jetstream-manager';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseNanoseconds } from '../../input/parse-nanoseconds.js';
import { readConfiguration } from '../../input/read-configuration.js';
import { type AddCommand, confirm, isJson, withManager } from '../../running/command-context.js';
import { formatConsumer } from '../../view/consumer-facts.js';

/** The settings of a consumer on the command line; named as those of the `nats` tool. */
interface ConsumerFlags {
  readonly config?: string;
  readonly description?: string;
  readonly filter?: readonly string[];
  readonly deliver?: ConsumerSettings['deliver_policy'];
  readonly ack?: ConsumerSettings['ack_policy'];
  readonly replay?: ConsumerSettings['replay_policy'];
  readonly target?: string;
  readonly deliverGroup?: string;
  readonly wait?: number;
  readonly maxDeliver?: number;
  readonly maxPending?: number;
  readonly maxWaiting?: number;
  readonly inactiveThreshold?: number;
  readonly backoff?: readonly string[];
  readonly sample?: string;
  readonly headersOnly?: boolean;
  readonly replicas?: number;
}

/** Makes, changes and removes consumers. */
export const addConsumerLife: AddCommand = (group, context) => {
  const { io } = context;
  const show = (command: Command, info: Parameters<typeof formatConsumer>[0]) =>
    io.out(isJson(command) ? formatExactJson(info, 2) : formatConsumer(info));

  const add = group.command('add').description('make a durable consumer').argument('<stream>').argument('<consumer>');
  addSettings(add);
  add.action(async (stream: string, name: string, flags: ConsumerFlags, command: Command) => {
    const settings = await readSettings(flags);
    const { lastInfo } = await withManager(command, context, (manager) =>
      manager.consumers(stream).create({ ...settings, durable_name: name }),
    );
    show(command, lastInfo);
  });

  const edit = group.command('edit').description('change a consumer').argument('<stream>').argument('<consumer>');
  addSettings(edit);
  edit.action(async (stream: string, name: string, flags: ConsumerFlags, command: Command) => {
    const settings = await readSettings(flags);
    const { lastInfo } = await withManager(command, context, async (manager) =>
      (await manager.consumers(stream).load(name)).update(settings),
    );
    show(command, lastInfo);
  });

  group
    .command('rm')
    .description('delete a consumer with its state')
    .argument('<stream>')
    .argument('<consumer>')
    .option('-f, --force', 'do it')
    .action(async (stream: string, name: string, flags: { force?: boolean }, command: Command) => {
      confirm(flags.force, `delete the consumer ${stream} > ${name}`);
      await withManager(command, context, (manager) => manager.consumers(stream).delete(name));
      io.out(`${stream} > ${name}: deleted`);
    });

  async function readSettings(flags: ConsumerFlags): Promise<ConsumerSettings> {
    // The fields are checked by the server and by `jsm diff`.
    const file = flags.config === undefined ? {} : ((await readConfiguration(flags.config, io)) as ConsumerSettings);
    const { filter = [] } = flags;
    const fields = {
      description: flags.description,
      filter_subject: filter.length === 1 ? filter[0] : undefined,
      filter_subjects: filter.length > 1 ? [...filter] : undefined,
      deliver_policy: flags.deliver,
      ack_policy: flags.ack,
      replay_policy: flags.replay,
      deliver_subject: flags.target,
      deliver_group: flags.deliverGroup,
      ack_wait: flags.wait,
      max_deliver: flags.maxDeliver,
      max_ack_pending: flags.maxPending,
      max_waiting: flags.maxWaiting,
      inactive_threshold: flags.inactiveThreshold,
      backoff: flags.backoff?.map(parseNanoseconds),
      sample_freq: flags.sample,
      headers_only: flags.headersOnly,
      num_replicas: flags.replicas,
    };
    const { name: _name, durable_name: _durable, ...kept } = file;
    return { ...kept, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) };
  }
};

const number = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('a whole number');
};

function addSettings(command: Command): void {
  command
    .option('--config <file>', 'JSON file with the configuration, - for standard input; options go before it')
    .option('--description <text>', 'what it is for')
    .option('--filter <subject...>', 'subjects it is limited to')
    .addOption(new Option('--deliver <policy>', 'where it starts').choices(['all', 'last', 'new', 'last_per_subject']))
    .addOption(new Option('--ack <policy>', 'which messages must be acknowledged').choices(['explicit', 'all', 'none']))
    .addOption(new Option('--replay <policy>', 'the pace of delivery').choices(['instant', 'original']))
    .option('--target <subject>', 'push messages to this subject')
    .option('--deliver-group <name>', 'share pushed messages in this group')
    .addOption(new Option('--wait <time>', 'time to acknowledge, such as 30s').argParser(parseNanoseconds))
    .addOption(new Option('--max-deliver <count>', 'most deliveries, -1 for any number').argParser(number))
    .addOption(new Option('--max-pending <count>', 'most messages that wait for acknowledgement').argParser(number))
    .addOption(new Option('--max-waiting <count>', 'most pull requests that wait').argParser(number))
    .addOption(new Option('--inactive-threshold <time>', 'removed when idle for so long').argParser(parseNanoseconds))
    .option('--backoff <time...>', 'times between one delivery and the next')
    .option('--sample <percent>', 'percentage of acknowledgements that are reported')
    .option('--headers-only', 'deliver without content')
    .addOption(new Option('--replicas <count>', 'servers that hold its state').argParser(number));
}
