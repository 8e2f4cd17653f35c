import * as z from 'zod';
import { clientInfo, dataStats, serverInfo } from '../shapes/connection-info.js';
import { count } from '../values/integer.js';
import { text } from '../values/text.js';
import { about, event } from './message.js';

/** Events of the server itself, outside JetStream: connections, accounts, service latency. */
export const serverEvents = {
  ...event(
    'io.nats.server.advisory.v1.account_connections',
    about('2.2.0', 'How many connections an account has on one server'),
    () => ({
      server: serverInfo(),
      acc: text(),
      conns: count({ min: 0 }),
      leafnodes: count({ min: 0 }),
      total_conns: count({ min: 0 }),
      sent: dataStats().optional(),
      received: dataStats().optional(),
      slow_consumers: count({ min: 0 }).optional(),
    }),
  ),
  ...event('io.nats.server.advisory.v1.client_connect', about('2.2.0', 'A client connected'), () => ({
    server: serverInfo(),
    client: clientInfo(),
  })),
  ...event('io.nats.server.advisory.v1.client_disconnect', about('2.2.0', 'A client disconnected, and why'), () => ({
    server: serverInfo(),
    client: clientInfo(),
    sent: dataStats(),
    received: dataStats(),
    reason: text(),
  })),
  ...event(
    'io.nats.server.metric.v1.service_latency',
    about('2.1.0', 'How long a request to an exported service took'),
    () => ({
      requestor: clientInfo().optional(),
      responder: clientInfo().optional(),
      header: z.looseRecord(z.string().regex(/.+/u), z.array(text())).optional(),
      status: z.literal([200, 400, 408, 503, 504]),
      error: text().optional(),
      start: text(),
      service: count(),
      system: count(),
      total: count(),
    }),
  ),
};
