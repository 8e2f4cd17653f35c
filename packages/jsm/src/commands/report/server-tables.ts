import { bytes } from '@symphony-ts/jetstream-manager/internal';
import type { ServerAnswer } from '../../connection/ask-servers.js';
import type { Look } from '../../view/look.js';
import { formatTable } from '../../view/table.js';

/** A server's answer about its JetStream. */
export interface Jsz {
  readonly disabled?: boolean;
  readonly streams?: number;
  readonly consumers?: number;
  readonly messages?: number;
  readonly bytes?: number;
  readonly memory?: number;
  readonly storage?: number;
  readonly api?: { readonly total: number; readonly errors: number };
  readonly meta_cluster?: {
    readonly name?: string;
    readonly leader?: string;
    readonly cluster_size: number;
    readonly replicas?: readonly {
      readonly name: string;
      readonly current: boolean;
      readonly offline?: boolean;
      readonly active: number;
      readonly lag?: number;
    }[];
  };
}

/** The same answer, for each account. */
export interface Accountz {
  readonly account_details?: readonly AccountUse[];
}

interface AccountUse {
  readonly name: string;
  readonly memory: number;
  readonly storage: number;
  readonly api?: { readonly total: number; readonly errors: number };
}

/** The JetStream content of each server, and the meta group as its leader sees it. */
export function formatJetStream(answers: readonly ServerAnswer<Jsz>[], look: Look): string {
  const running = answers.filter(({ data }) => !data.disabled);
  const rows = running.map(({ server, data }) => [
    `${server.name}${data.meta_cluster?.leader === server.name ? '*' : ''}`,
    server.cluster ?? '',
    data.streams ?? 0,
    data.consumers ?? 0,
    data.messages ?? 0,
    bytes(data.bytes ?? 0),
    bytes(data.memory ?? 0),
    bytes(data.storage ?? 0),
    data.api?.total ?? 0,
    data.api?.errors ?? 0,
  ]);
  const head = [
    'Server',
    'Cluster',
    'Streams',
    'Consumers',
    'Messages',
    'Size',
    'Memory',
    'Storage',
    'API requests',
    'API errors',
  ];
  const table = formatTable('JetStream', head, rows, look);
  const meta = running.map(({ data }) => data.meta_cluster).find((group) => group?.replicas !== undefined);
  if (meta?.replicas === undefined) return table;
  const peers = meta.replicas.map(({ name, current, offline, active, lag = 0 }) => [
    name,
    offline ? 'offline' : current ? 'current' : 'outdated',
    `${(active / 1e9).toFixed(2)} s ago`,
    lag,
  ]);
  const title = `Meta group ${meta.name ?? ''}, led by ${meta.leader ?? 'nobody'}, of ${meta.cluster_size} servers`;
  return [table, formatTable(title, ['Server', 'State', 'Seen', 'Behind'], peers, look)].join('\n\n');
}

/** The JetStream content of each account. Every server counts its own replicas. */
export function formatAccounts(answers: readonly ServerAnswer<Accountz>[], look: Look): string {
  const uses = new Map<string, { memory: number; storage: number; requests: number; failed: number }>();
  for (const { name, memory, storage, api } of answers.flatMap(({ data }) => data.account_details ?? [])) {
    const sum = uses.get(name) ?? { memory: 0, storage: 0, requests: 0, failed: 0 };
    uses.set(name, {
      memory: sum.memory + memory,
      storage: sum.storage + storage,
      requests: sum.requests + (api?.total ?? 0),
      failed: sum.failed + (api?.errors ?? 0),
    });
  }
  const rows = [...uses]
    .sort(([, a], [, b]) => b.storage + b.memory - a.storage - a.memory)
    .map(([name, use]) => [name, bytes(use.memory), bytes(use.storage), use.requests, use.failed]);
  return formatTable('Accounts', ['Account', 'Memory', 'Storage', 'API requests', 'API errors'], rows, look);
}
