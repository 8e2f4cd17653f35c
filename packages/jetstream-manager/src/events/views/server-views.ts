import type { DataStats } from '../../schemas/shapes/connection-info.js';
import type { EventType, Received } from '../kinds/event.js';
import type { Block } from '../text/detail.js';
import { bytes, duration, grouped, line, preciseTime } from '../text/values.js';
import { connectionBlock, partyBlock } from './connection.js';
import type { View } from './view.js';

type ServerEvent = Extract<EventType, `io.nats.server.${string}`>;

const traffic = (stats: Received<DataStats> | undefined) => `${grouped(stats?.msgs)} messages (${bytes(stats?.bytes)})`;
const user = (name: unknown) => (name === undefined ? '' : line`user: ${name} `);

/** Views of the server outside JetStream: connections, accounts, service latency. */
export const serverViews: { readonly [T in ServerEvent]: View<T> } = {
  'io.nats.server.advisory.v1.account_connections': {
    compact: (e) =>
      line`[Account] ${e.acc} Server: ${e.server?.name} Connections: ${e.conns} Leaf Nodes: ${e.leafnodes} ` +
      line`Slow: ${grouped(e.slow_consumers)} Sent: ${grouped(e.sent?.msgs)} / ${bytes(e.sent?.bytes)} ` +
      line`Received: ${grouped(e.received?.msgs)} / ${bytes(e.received?.bytes)}`,
    title: 'Account Status',
    details: (e) => [
      ['Account', e.acc ?? '-'],
      ['Server', e.server?.name ?? '-'],
      ['Cluster', e.server?.cluster],
      ['Connections', e.conns ?? '-'],
      ['Leaf Nodes', e.leafnodes ?? '-'],
      stats([
        ['Received', traffic(e.received)],
        ['Published', traffic(e.sent)],
        ['Slow Consumers', grouped(e.slow_consumers)],
      ]),
    ],
  },
  'io.nats.server.advisory.v1.client_connect': {
    compact: (e) => line`[Connection] ${user(e.client?.user)}cid: ${e.client?.id} in account ${e.client?.acc}`,
    title: 'Client Connection',
    details: (e) => [['Server', e.server?.name ?? '-'], ['Cluster', e.server?.cluster], connectionBlock(e.client)],
  },
  'io.nats.server.advisory.v1.client_disconnect': {
    compact: (e) =>
      line`[Disconnection] ${user(e.client?.user)}cid: ${e.client?.id} in account ${e.client?.acc}: ${e.reason}`,
    title: 'Client Disconnection',
    details: (e) => [
      ['Reason', e.reason],
      ['Server', e.server?.name ?? '-'],
      ['Cluster', e.server?.cluster],
      connectionBlock(e.client),
      stats([
        ['RTT', duration(e.client?.rtt ?? 0)],
        ['Client Received', traffic(e.received)],
        ['Client Published', traffic(e.sent)],
      ]),
    ],
  },
  'io.nats.server.metric.v1.service_latency': {
    compact: (e) =>
      line`[Svc Latency] ${e.description === undefined ? '' : `${e.description} `}requestor ${duration(e.requestor?.rtt ?? 0)} ` +
      line`<-> system ${duration(e.system)} <- service rtt ${duration(e.responder?.rtt ?? 0)} -> service ${duration(e.service)}`,
    title: (e) => (e.description === undefined ? 'Service Latency' : line`Service Latency - ${e.description}`),
    details: (e) => [
      ['Start Time', preciseTime(e.start)],
      ['Error', e.description],
      {
        heading: 'Latencies',
        rows: [
          ['Request Duration', duration(e.total)],
          ['Requestor', e.requestor === undefined ? undefined : duration(e.requestor?.rtt ?? 0)],
          ['NATS System', duration(e.system)],
          ['Service', duration(e.service)],
        ],
      },
      partyBlock('Requestor', e.requestor),
      partyBlock('Responder', e.responder),
    ],
  },
};

function stats(rows: NonNullable<Block['rows']>): Block {
  return { heading: 'Stats', rows };
}
