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

/** All that an iterable gives. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** Waits until `isTrue` holds; rejects with `what` after `timeoutMs`. */
export async function eventually(what: string, isTrue: () => boolean, timeoutMs = 15_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`did not come true within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
