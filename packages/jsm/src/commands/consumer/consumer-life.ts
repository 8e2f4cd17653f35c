import { type ConsumerSettings, formatExactJson } from '@symphony-ts/jetstream-manager';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseNanoseconds } from '../../input/parse-nanoseconds.js';
import { readConfiguration } from '../../input/read-configuration.js';
import { type AddCommand, confirm, isJson, withManager } from '../../running/command-context.js';
import { formatConsumer } from '../../view/consumer-facts.js';

/** The settings of a consumer on the command line. The options have the names of the `nats` tool. */
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
  addSettings(add);
  add.action(async (stream: string, name: string, flags: ConsumerFlags, command: Command) => {
    const settings = await readSettings(flags);
    const { lastInfo } = await withManager(command, context, (manager) =>
      manager.consumers(stream).create({ ...settings, durable_name: name }),
    );
    show(command, lastInfo);
  });

  const edit = group
    .command('edit')
    .alias('update')
    .description('change the settings of a consumer')
    .argument('<stream>')
    .argument('<consumer>');
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

  async function readSettings(flags: ConsumerFlags): Promise<ConsumerSettings> {
    // The server and `jsm diff` check the fields.
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
  throw new InvalidArgumentError('It must be a whole number.');
};

function addSettings(command: Command): void {
  command
    .option('--config <file>', 'JSON file with the configuration, - for standard input; options override it')
    .option('--description <text>', 'description of the consumer')
    .option('--filter <subject...>', 'deliver only messages on these subjects')
    .addOption(
      new Option('--deliver <policy>', 'which messages to start with').choices([
        'all',
        'last',
        'new',
        'last_per_subject',
      ]),
    )
    .addOption(new Option('--ack <policy>', 'which messages must be acknowledged').choices(['explicit', 'all', 'none']))
    .addOption(new Option('--replay <policy>', 'speed of the delivery').choices(['instant', 'original']))
    .option('--target <subject>', 'push messages to this subject')
    .option('--deliver-group <name>', 'share pushed messages among this queue group')
    .addOption(new Option('--wait <time>', 'time to acknowledge, such as 30s').argParser(parseNanoseconds))
    .addOption(
      new Option('--max-deliver <count>', 'largest number of deliveries of a message, -1 for no limit').argParser(
        number,
      ),
    )
    .addOption(new Option('--max-pending <count>', 'largest number of unacknowledged messages').argParser(number))
    .addOption(new Option('--max-waiting <count>', 'largest number of waiting pull requests').argParser(number))
    .addOption(
      new Option('--inactive-threshold <time>', 'delete the consumer after this time without use').argParser(
        parseNanoseconds,
      ),
    )
    .option('--backoff <time...>', 'waiting times before each redelivery')
    .option('--sample <percent>', 'percentage of acknowledgements to report as metrics')
    .option('--headers-only', 'deliver only headers')
    .addOption(new Option('--replicas <count>', 'number of servers that hold its state').argParser(number));
}
