import { formatExactJson } from '@symphony-ts/jetstream-manager';
import { bytes, grouped } from '@symphony-ts/jetstream-manager/internal';
import { type Command, Option } from 'commander';
import { askServers, type ServerAnswer } from '../../connection/ask-servers.js';
import { parseCount } from '../../input/parse-option.js';
import {
  type AddCommand,
  confirm,
  isJson,
  lookOf,
  withConnection,
  withManager,
} from '../../running/command-context.js';
import type { Look } from '../../view/look.js';
import { formatTable } from '../../view/table.js';
import { type ConnectionOrder, type Connz, connectionOrders, formatConnections } from './connection-table.js';
import { type Accountz, formatAccounts, formatJetStream, type Jsz } from './server-tables.js';

/** A server's answer about its state. */
interface Statsz {
  readonly start: string;
  readonly mem: number;
  readonly cores: number;
  readonly cpu: number;
  readonly connections: number;
  readonly subscriptions: number;
  readonly slow_consumers: number;
  readonly routes?: readonly unknown[];
  readonly gateways?: readonly unknown[];
}

/** `jsm server …`: reports on all servers. The system account has this information. */
export const addServer: AddCommand = (program, context) => {
  const { io } = context;
  const group = program
    .command('server')
    .description('show servers and their JetStream content; needs the system account');
  const ask = <T>(command: Command, question: string, body: object = {}) =>
    withConnection(command, context, (nc, { timeoutMs }) => askServers<T>(nc, question, { body, timeoutMs }));

  group
    .command('ls')
    .alias('list')
    .description('list the servers')
    .action(async (_flags: object, command: Command) => {
      const answers = await ask<Statsz>(command, 'SERVER.PING');
      io.out(isJson(command) ? formatExactJson(answers, 2) : formatServerList(answers, lookOf(command, context)));
    });

  const cluster = group.command('cluster').description('change the leader and the members of the meta group');
  cluster
    .command('step-down')
    .description('make the leader of the meta group step down')
    .option('--preferred <server>', 'name of the server that should lead (nats-server 2.11)')
    .action(async ({ preferred }: { preferred?: string }, command: Command) => {
      await withManager(command, context, (manager) =>
        manager.meta.stepDown(preferred === undefined ? undefined : { preferred }),
      );
      io.out('the leader of the meta group steps down');
    });
  cluster
    .command('peer-remove')
    .description('remove a server that will not return from the cluster')
    .argument('<server>')
    .option('-f, --force', 'do it')
    .action(async (name: string, flags: { force?: boolean }, command: Command) => {
      confirm(flags.force, `remove the server ${name} from the cluster`);
      await withManager(command, context, (manager) => manager.meta.removePeer({ name }));
      io.out(`${name}: is being removed`);
    });

  const report = group.command('report').description('report on all servers');
  report
    .command('connections')
    .alias('conn')
    .description('show connections of all accounts')
    .option('--account <name>', 'only connections of this account')
    .addOption(
      new Option('--sort <field>', 'sort by this field, largest first').choices(connectionOrders).default('in-bytes'),
    )
    .addOption(new Option('--top <count>', 'largest number of connections').argParser(parseCount).default(1000))
    .action(async ({ account, sort, top }: ConnectionFlags, command: Command) => {
      const filter = { auth: true, limit: 10_000, ...(account && { acc: account }) };
      const answers = await ask<Connz>(command, 'SERVER.PING.CONNZ', filter);
      if (isJson(command)) return io.out(formatExactJson(answers, 2));
      io.out(formatConnections(answers, { order: sort, top, look: lookOf(command, context) }));
    });
  report
    .command('jetstream')
    .alias('js')
    .description('show the JetStream content of each server, and the meta group')
    .action(async (_flags: object, command: Command) => {
      const answers = await ask<Jsz>(command, 'SERVER.PING.JSZ');
      io.out(isJson(command) ? formatExactJson(answers, 2) : formatJetStream(answers, lookOf(command, context)));
    });
  report
    .command('accounts')
    .alias('acct')
    .description('show the JetStream content of each account, over all servers')
    .action(async (_flags: object, command: Command) => {
      const answers = await ask<Jsz & Accountz>(command, 'SERVER.PING.JSZ', { accounts: true, limit: 10_000 });
      io.out(isJson(command) ? formatExactJson(answers, 2) : formatAccounts(answers, lookOf(command, context)));
    });
};

interface ConnectionFlags {
  readonly account?: string;
  readonly sort: ConnectionOrder;
  readonly top: number;
}

function formatServerList(answers: readonly ServerAnswer<Statsz>[], look: Look): string {
  const rows = answers.map(({ server, data }) => [
    server.name,
    server.cluster ?? '',
    server.ver,
    server.jetstream ?? false,
    data.connections,
    data.subscriptions,
    data.routes?.length ?? 0,
    data.gateways?.length ?? 0,
    bytes(data.mem),
    `${data.cpu} % of ${data.cores}`,
    data.slow_consumers,
    data.start.slice(0, 19).replace('T', ' '),
  ]);
  const head = [
    'Name',
    'Cluster',
    'Version',
    'JetStream',
    'Conns',
    'Subs',
    'Routes',
    'Gateways',
    'Memory',
    'CPU',
    'Slow',
    'Started',
  ];
  return formatTable(`${grouped(answers.length)} servers`, head, rows, look);
}
