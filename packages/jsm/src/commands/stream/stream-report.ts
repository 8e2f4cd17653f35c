import { formatExactJson } from '@symphony-ts/jetstream-manager';
import type { Command } from 'commander';
import { type AddCommand, isJson, lookOf, withManager } from '../../running/command-context.js';
import { formatStreamReport, type StreamOrder } from '../../view/stream-report.js';
import { streamsJson } from '../../view/streams-table.js';

interface ReportFlags {
  readonly subject?: string;
  readonly leaders?: boolean;
  readonly consumers?: boolean;
  readonly messages?: boolean;
  readonly name?: boolean;
  readonly storage?: boolean;
}

/** `jsm stream report`: all streams side by side. */
export const addStreamReport: AddCommand = (group, context) => {
  group
    .command('report')
    .description('compare all streams: size, servers, and lag of copies')
    .option('--subject <subject>', 'only streams that store this subject; wildcards allowed')
    .option('-l, --leaders', 'show how many streams each server leads')
    .option('-c, --consumers', 'sort by number of consumers; default by size')
    .option('-m, --messages', 'sort by number of messages')
    .option('-n, --name', 'sort by name')
    .option('-t, --storage', 'sort by kind of storage')
    .action(async ({ subject, leaders, ...order }: ReportFlags, command: Command) => {
      const filter = subject === undefined ? {} : { subject };
      const list = await withManager(command, context, (manager) => manager.streams.list(filter));
      const options = { order: orderOf(order), leaders: leaders ?? false, look: lookOf(command, context) };
      context.io.out(isJson(command) ? formatExactJson(streamsJson(list), 2) : formatStreamReport(list, options));
    });
};

function orderOf(flags: Omit<ReportFlags, 'subject' | 'leaders'>): StreamOrder {
  const orders = ['consumers', 'messages', 'name', 'storage'] as const;
  return orders.find((order) => flags[order]) ?? 'bytes';
}
