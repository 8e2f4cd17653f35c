import type { Account } from '@symphony-ts/jetstream-manager';
import { bytes } from '@symphony-ts/jetstream-manager/internal';
import { formatFacts } from './table.js';

type AccountInfo = Awaited<ReturnType<Account['info']>>;

/** The JetStream usage of an account, and its limits. */
export function formatAccount(info: AccountInfo): string {
  const { limits, api } = info;
  return formatFacts('JetStream account', [
    ['Domain', info.domain],
    ['Memory', ofLimit(bytes(info.memory), limits.max_memory)],
    ['Storage', ofLimit(bytes(info.storage), limits.max_storage)],
    ['Streams', ofCount(info.streams, limits.max_streams)],
    ['Consumers', ofCount(info.consumers, limits.max_consumers)],
    ['API requests', api.total],
    ['API errors', api.errors],
  ]);
}

const ofLimit = (used: string, max: number) => (max < 0 ? `${used} (no limit)` : `${used} of ${bytes(max)}`);
const ofCount = (used: number, max: number) => (max < 0 ? `${used} (no limit)` : `${used} of ${max}`);
