// The examples in the docstrings of the entry points: `npm run docs` copies each region to its docstring.

import { connect, type NatsConnection } from '@nats-io/transport-node';
import { SymphonyClient } from '@symphony-ts/client';
import { createApplication, defineExtension, Endpoint, Extension, endpoint } from '@symphony-ts/extension';
import { createManager, type Manager } from '@symphony-ts/jetstream-manager';
import { startNatsServer } from '@symphony-ts/nats-server';
import { startPlatform } from '@symphony-ts/platform';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { TestExtension, TestPlatform } from '@symphony-ts/testing';
import { z } from 'zod';

// #region extension
@Extension({ prefix: 'greeter', name: 'Greeter', version: '1.0.0', description: 'Greets people' })
export class Greeter {
  @Endpoint({ request: z.object({ name: z.string() }) })
  greet({ name }: { name: string }) {
    return { message: `Hello, ${name}!` };
  }
}
// #endregion

// #region define-extension
export const echo = defineExtension({
  prefix: 'echo',
  name: 'Echo',
  version: '1.0.0',
  endpoints: { say: endpoint({ request: z.string() }, (text) => text) },
});
// #endregion

export async function run(token: string): Promise<void> {
  // #region create-application
  const application = await createApplication(Greeter, { token });
  await application.start();
  await application.stopped(); // by SIGINT, SIGTERM or application.stop()
  // #endregion
}

export async function test(): Promise<unknown> {
  // #region test-extension
  await using greeter = await TestExtension.create(Greeter);
  const answer = await greeter.request('greet', { name: 'Ada' });
  // #endregion
  return answer;
}

export async function testLive(): Promise<unknown> {
  // #region test-platform
  await using platform = await TestPlatform.start();
  await using first = await platform.create(Greeter);
  await using second = await platform.create(Greeter); // one more instance
  const answer = await first.request('greet', { name: 'Ada' });
  // #endregion
  return [answer, second];
}

export async function call(token: string): Promise<unknown> {
  // #region client
  await using client = await SymphonyClient.connect({ token });
  const answer = await client.extension(Greeter).greet({ name: 'Ada' });
  // #endregion
  return answer;
}

export async function store(nc: NatsConnection): Promise<number | undefined> {
  // #region open-bucket
  await ensureBucket(nc, { name: 'prices', history: 5 });
  const prices = await openBucket(nc, 'prices', { schema: z.number() });
  await prices.put('widget', 3);
  const price = (await prices.get('widget'))?.value;
  // #endregion
  return price;
}

export async function host(): Promise<string> {
  // #region start-platform
  await using platform = await startPlatform({ dataDir: './data', dev: { grantDeclared: true } });
  const { token } = await platform.keys.create({ name: 'Greeter', prefix: 'greeter', kind: 'extension' });
  // #endregion
  return token;
}

export async function serve(): Promise<void> {
  // #region start-nats-server
  await using server = await startNatsServer();
  const nc = await connect({ servers: server.url });
  // #endregion
  await nc.close();
}

export async function manage(nc: NatsConnection): Promise<Manager> {
  // #region jetstream-manager
  const manager = await createManager(nc);
  const orders = await manager.streams.loadOrCreate({ name: 'ORDERS', subjects: ['orders.*'] });
  const consumer = await orders.consumers.create({ durable_name: 'NEW' });
  (await consumer.nextMessage())?.ack();
  // #endregion
  return manager;
}
