import { type ConsumerList, formatExactJson } from '@symphony-ts/jetstream-manager';
import { duration } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { type AddCommand, isJson, lookOf, withManager } from '../../running/command-context.js';
import { formatServers } from '../../view/cluster-facts.js';
import { consumersJson } from '../../view/consumers-table.js';
import type { Look } from '../../view/look.js';
import { formatTrouble } from '../../view/streams-table.js';
import { formatTable } from '../../view/table.js';

/** `jsm consumer report STREAM`: the consumers of a stream side by side. */
export const addConsumerReport: AddCommand = (group, context) => {
  group
    .command('report')
    .description('compare the consumers of a stream: pending and unprocessed messages, servers')
    .argument('<stream>')
    .action(async (stream: string, _flags: object, command: Command) => {
      const [list, messages] = await withManager(command, context, async (manager) => {
        const { lastInfo } = await manager.streams.load(stream);
        return [await manager.consumers(stream).list(), lastInfo.state.messages] as const;
      });
      context.io.out(
        isJson(command)
          ? formatExactJson(consumersJson(list), 2)
          : formatReport(stream, list, { messages, look: lookOf(command, context) }),
      );
    });
};

function formatReport(
  stream: string,
  { consumers, ...trouble }: ConsumerList,
  { messages, look }: { readonly messages: number; readonly look: Look },
): string {
  const rows = consumers.map(({ isPull, lastInfo: info }) => [
    info.name,
    isPull ? 'pull' : 'push',
    info.config.ack_policy ?? '',
    info.config.ack_wait === undefined ? '' : duration(info.config.ack_wait),
    info.num_ack_pending,
    info.num_redelivered,
    `${info.num_pending.toLocaleString('en-US')}${share(info.num_pending, messages)}`,
    info.ack_floor.stream_seq,
    formatServers(info.cluster),
  ]);
  const head = [
    'Consumer',
    'Kind',
    'Ack policy',
    'Ack wait',
    'Ack pending',
    'Redelivered',
    'Unprocessed',
    'Ack floor',
    'Servers',
  ];
  const table =
    rows.length === 0 ? `No consumers in ${stream}.` : formatTable(`Consumers of ${stream}`, head, rows, look);
  return [table, ...formatTrouble(trouble)].join('\n\n');
}

const share = (part: number, all: number): string =>
  all === 0 || part === 0 ? '' : ` (${Math.round((100 * part) / all)} %)`;
