import { bytes, grouped } from '@symphony-ts/jetstream-manager/internal';
import type { ServerAnswer } from '../../connection/ask-servers.js';
import type { Look } from '../../view/look.js';
import { formatTable } from '../../view/table.js';

/** A server's answer about its connections. */
export interface Connz {
  readonly total: number;
  readonly connections?: readonly Connection[];
}

interface Connection {
  readonly cid: number;
  readonly name?: string;
  readonly ip?: string;
  readonly port?: number;
  readonly account?: string;
  readonly uptime?: string;
  readonly in_msgs: number;
  readonly out_msgs: number;
  readonly in_bytes: number;
  readonly out_bytes: number;
  readonly pending_bytes: number;
  readonly subscriptions: number;
}

/** The fields by which connections can be sorted. */
export const connectionOrders = ['in-bytes', 'out-bytes', 'in-msgs', 'out-msgs', 'subs', 'cid'] as const;
/** One of {@link connectionOrders}. */
export type ConnectionOrder = (typeof connectionOrders)[number];

const fields = {
  'in-bytes': 'in_bytes',
  'out-bytes': 'out_bytes',
  'in-msgs': 'in_msgs',
  'out-msgs': 'out_msgs',
  subs: 'subscriptions',
  cid: 'cid',
} as const satisfies Record<ConnectionOrder, keyof Connection>;

interface Options {
  readonly order: ConnectionOrder;
  readonly top: number;
  readonly look: Look;
}

/** The connections of all servers that answered, largest first. */
export function formatConnections(answers: readonly ServerAnswer<Connz>[], { order, top, look }: Options): string {
  const all = answers.flatMap(({ server, data }) => (data.connections ?? []).map((each) => ({ server, each })));
  const field = fields[order];
  all.sort((a, b) => b.each[field] - a.each[field]);
  const rows = all
    .slice(0, top)
    .map(({ server, each }) => [
      each.cid,
      each.name ?? '',
      server.name,
      each.ip === undefined ? '' : `${each.ip}:${each.port}`,
      each.account ?? '',
      each.uptime ?? '',
      grouped(each.in_msgs),
      grouped(each.out_msgs),
      bytes(each.in_bytes),
      bytes(each.out_bytes),
      each.subscriptions,
    ]);
  const head = ['CID', 'Name', 'Server', 'Address', 'Account', 'Uptime', 'In', 'Out', 'Bytes in', 'Bytes out', 'Subs'];
  return formatTable(`${rows.length} of ${all.length} connections`, head, rows, look);
}
