import { type Consumer, formatExactJson, type Manager, type Stream } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { type AddCommand, isJson, withManager } from '../running/command-context.js';
import { formatAccount } from '../view/account-facts.js';
import { formatConsumer } from '../view/consumer-facts.js';
import { formatStream } from '../view/stream-facts.js';

/** `jsm info [STREAM [CONSUMER]]`: everything about one thing. */
export const addInfo: AddCommand = (program, context) => {
  program
    .command('info')
    .description('show the account, a stream or a consumer')
    .argument('[stream]')
    .argument('[consumer]')
    .action(async (stream: string | undefined, consumer: string | undefined, _options: object, command: Command) => {
      const shown = await withManager(command, context, (manager) => describe(manager, stream, consumer));
      context.io.out(isJson(command) ? formatExactJson(shown.info, 2) : shown.text);
    });
};

async function describe(manager: Manager, stream: string | undefined, consumer: string | undefined) {
  if (stream === undefined) {
    const info = await manager.account.info();
    return { info, text: formatAccount(info) };
  }
  if (consumer === undefined) {
    // True but for numbers beyond 2^53, which are only written.
    const info = (await (await manager.streams.load(stream)).exactInfo()) as Stream['lastInfo'];
    return { info, text: formatStream(info) };
  }
  const exact: object = await (await manager.consumers(stream).load(consumer)).exactInfo();
  const info = exact as Consumer['lastInfo'];
  return { info, text: formatConsumer(info) };
}
