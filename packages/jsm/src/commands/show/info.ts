import { type Consumer, formatExactJson, type Manager, type Stream } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { addUnasked } from '../../input/setting.js';
import { type AddCommand, type CommandContext, isJson, withManager } from '../../running/command-context.js';
import { formatAccount } from '../../view/account-facts.js';
import { formatConsumer } from '../../view/consumer-facts.js';
import { formatStream } from '../../view/stream-facts.js';

/** `jsm info [STREAM [CONSUMER]]`: shows the account, a stream or a consumer. */
export const addInfo: AddCommand = (program, context) => {
  program
    .command('info')
    .description('show the account, a stream or a consumer')
    .argument('[stream]')
    .argument('[consumer]')
    .action((stream: string | undefined, consumer: string | undefined, _options: object, command: Command) =>
      showInfo(command, context, { stream, consumer }),
    );
};

/** `jsm stream info STREAM`. */
export const addStreamInfo: AddCommand = (group, context) => {
  const info = group
    .command('info')
    .aliases(['state', 'nfo', 'i'])
    .description('show the settings and the state of a stream')
    .argument('<stream>');
  addUnasked(info, '--no-select');
  info.action((stream: string, _options: object, command: Command) => showInfo(command, context, { stream }));
};

/** `jsm consumer info STREAM CONSUMER`. */
export const addConsumerInfo: AddCommand = (group, context) => {
  const info = group
    .command('info')
    .aliases(['state', 'nfo'])
    .description('show the settings and the state of a consumer')
    .argument('<stream>')
    .argument('<consumer>');
  addUnasked(info, '--no-select');
  info.action((stream: string, consumer: string, _options: object, command: Command) =>
    showInfo(command, context, { stream, consumer }),
  );
};

/** The asset to show: the account without a stream, the stream without a consumer. */
interface Subject {
  readonly stream?: string | undefined;
  readonly consumer?: string | undefined;
}

async function showInfo(command: Command, context: CommandContext, subject: Subject): Promise<void> {
  const shown = await withManager(command, context, (manager) => describe(manager, subject));
  context.io.out(isJson(command) ? formatExactJson(shown.info, 2) : shown.text);
}

async function describe(manager: Manager, { stream, consumer }: Subject) {
  if (stream === undefined) {
    const info = await manager.account.info();
    return { info, text: formatAccount(info) };
  }
  if (consumer === undefined) {
    // The type is true except for numbers beyond 2^53. They are only printed.
    const info = (await (await manager.streams.load(stream)).exactInfo()) as Stream['lastInfo'];
    return { info, text: formatStream(info) };
  }
  const exact: object = await (await manager.consumers(stream).load(consumer)).exactInfo();
  const info = exact as Consumer['lastInfo'];
  return { info, text: formatConsumer(info) };
}
