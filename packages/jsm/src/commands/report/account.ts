import { formatExactJson } from '@symphony-ts/jetstream-manager';
import { type Command, Option } from 'commander';
import { askServers } from '../../connection/ask-servers.js';
import { parseCount } from '../../input/parse-option.js';
import { type AddCommand, isJson, lookOf, withConnection, withManager } from '../../running/command-context.js';
import { formatAccount } from '../../view/account-facts.js';
import { addAccountBackup } from '../backup/nats-backup-words.js';
import { type ConnectionOrder, type Connz, connectionOrders, formatConnections } from './connection-table.js';

/** `jsm account …`: reports on the account of this connection. */
export const addAccount: AddCommand = (program, context) => {
  const { io } = context;
  const group = program.command('account').description('show the JetStream usage and the connections of an account');

  group
    .command('info')
    .description("show the account's use of JetStream, and its limits")
    .action(async (_flags: object, command: Command) => {
      const info = await withManager(command, context, (manager) => manager.account.info());
      io.out(isJson(command) ? formatExactJson(info, 2) : formatAccount(info));
    });

  addAccountBackup(group, context);

  const report = group.command('report').description('report on the account');
  report
    .command('connections')
    .alias('conn')
    .description('show the connections of the account on all servers')
    .addOption(
      new Option('--sort <field>', 'sort by this field, largest first').choices(connectionOrders).default('in-bytes'),
    )
    .addOption(new Option('--top <count>', 'largest number of connections').argParser(parseCount).default(1000))
    .action(async ({ sort, top }: { sort: ConnectionOrder; top: number }, command: Command) => {
      const answers = await withConnection(command, context, (nc, { timeoutMs }) =>
        askServers<Connz>(nc, 'ACCOUNT.PING.CONNZ', {
          timeoutMs,
          body: { subscriptions: false, auth: true, limit: 10_000 },
        }),
      );
      if (isJson(command)) return io.out(formatExactJson(answers, 2));
      io.out(formatConnections(answers, { order: sort, top, look: lookOf(command, context) }));
    });
};
