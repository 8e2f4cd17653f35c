import { connect, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { type NatsServer, type NatsServerOptions, startNatsServer } from '@symphony-ts/nats-server';

export interface TestServer extends AsyncDisposable {
  readonly server: NatsServer;
  readonly nc: NatsConnection;
}

export const dial = (server: NatsServer, options: NodeConnectionOptions = {}): Promise<NatsConnection> =>
  connect({ servers: server.url, reconnectTimeWait: 50, maxReconnectAttempts: -1, ...options });

/** A server with JetStream and one connection to it. */
export async function startTestServer(options: NatsServerOptions = {}): Promise<TestServer> {
  const server = await startNatsServer(options);
  const nc = await dial(server);
  return {
    server,
    nc,
    async [Symbol.asyncDispose]() {
      await nc.close();
      await server.stop();
    },
  };
}

/** All items of an iterable. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
