import type { NatsConnection } from '@nats-io/transport-node';
import * as z from 'zod';

const Connections = z.object({
  data: z.object({ connections: z.array(z.object({ name: z.string().default(''), cid: z.number() })) }),
});

/**
 * The connections of a platform: their ids at the server, by name. A connection that was replaced has another id.
 * @param system a connection to the system account, which is left out
 */
export async function ownConnections(system: NatsConnection): Promise<Record<string, number>> {
  const reply = await system.request('$SYS.REQ.SERVER.PING.CONNZ', '', { timeout: 5_000 });
  const { connections } = Connections.parse(reply.json()).data;
  const own = connections.filter(({ name, cid }) => name.startsWith('symphony ') && cid !== system.info?.client_id);
  return Object.fromEntries(own.map(({ name, cid }) => [name, cid]));
}
