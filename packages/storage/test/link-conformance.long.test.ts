import type { NatsServer } from '@symphony-ts/nats-server';
import { ensureBucket, type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { keyValueLinkConformance } from '@symphony-ts/testing/internal';
import { eventually } from '../../../test/support/eventually.js';
import { linkOf } from '../src/requests/link.js';
import { startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let server: NatsServer;
let isDown = false;
let count = 0;

beforeAll(async () => {
  running = await startTestServer();
  server = running.server;
});
afterEach(async () => {
  if (isDown) await server.restart();
  isDown = false;
  await eventually('the connection is back', () => linkOf(running.nc).canSend);
});
afterAll(() => running[Symbol.asyncDispose]());

keyValueLinkConformance('storage', async <T>({ timeoutMs }: { readonly timeoutMs: number }) => {
  const name = `linked_${++count}`;
  await ensureBucket(running.nc, { name });
  return {
    // This type is true: the case names the type of its values.
    bucket: (await openBucket(running.nc, name, { timeoutMs })) as KeyValueBucket<T>,
    disconnect: async () => {
      isDown = true;
      await server.kill();
      await eventually('the connection knows', () => !linkOf(running.nc).canSend);
    },
    reconnect: async () => {
      await server.restart();
      isDown = false;
    },
  };
});
