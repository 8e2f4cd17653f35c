import type { ConsumerList } from '@symphony-ts/jetstream-manager';
import type { Look } from './look.js';
import { formatTrouble, troubleJson } from './streams-table.js';
import { formatTable, formatTime } from './table.js';

/** A table of consumers by name, and below it the consumers that did not answer. */
export function formatConsumers(stream: string, { consumers, ...trouble }: ConsumerList, look: Look): string {
  const rows = consumers.map(({ isPull, lastInfo }) => [
    lastInfo.name,
    isPull ? 'pull' : 'push',
    lastInfo.config.ack_policy ?? '',
    formatTime(lastInfo.created),
    lastInfo.num_ack_pending,
    lastInfo.num_redelivered,
    lastInfo.num_pending,
    lastInfo.delivered.stream_seq,
  ]);
  const head = ['Name', 'Kind', 'Ack policy', 'Created', 'Ack pending', 'Redelivered', 'Unprocessed', 'Last sequence'];
  const table =
    consumers.length === 0 ? `No consumers in ${stream}.` : formatTable(`Consumers of ${stream}`, head, rows, look);
  return [table, ...formatTrouble(trouble)].join('\n\n');
}

/** The same list for programs. */
export const consumersJson = ({ consumers, ...trouble }: ConsumerList) => ({
  consumers: consumers.map(({ lastInfo }) => lastInfo),
  ...troubleJson(trouble),
});
