import type { NatsConnection } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import { type NatsServer, type NatsServerOptions, startNatsServer } from '@symphony-ts/nats-server';
import { createManager, type Manager, type ManagerOptions } from '../../src/index.js';

/** A real server, a connection to it, and a manager on the connection. `stop()` stops all of them. */
export interface Fixture {
  readonly server: NatsServer;
  readonly nc: NatsConnection;
  readonly manager: Manager;
  /** Whether the server is this version or later. */
  isAtLeast(version: string): boolean;
  stop(): Promise<void>;
}

export async function startFixture(
  options: ManagerOptions = {},
  serverOptions: NatsServerOptions = {},
): Promise<Fixture> {
  const server = await startNatsServer(serverOptions);
  const nc = await connect({ servers: server.url, noAsyncTraces: true, maxReconnectAttempts: -1 });
  const manager = await createManager(nc, options);
  return {
    server,
    nc,
    manager,
    isAtLeast: (version) => compare(nc.info?.version ?? '0.0.0', version) >= 0,
    stop: async () => {
      await nc.close();
      await server.stop();
    },
  };
}

let count = 0;
/** A name that no other test of this file uses. */
export const uniqueName = (prefix: string): string => `${prefix}_${++count}`;

/** Publishes `count` messages to `subject` and waits until the stream has stored all of them. */
export async function publish(fixture: Fixture, subject: string, count: number, payload: Uint8Array | string = 'x') {
  const js = fixture.manager.jetstream.jetstream();
  for (let index = 0; index < count; index += 1) await js.publish(subject, payload);
}

/** All items of an async iterable. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function compare(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => text.split('.').map(Number));
  for (let index = 0; index < 3; index += 1) {
    const difference = (x?.[index] ?? 0) - (y?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
