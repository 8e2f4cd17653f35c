import type { KeyValueBucket } from '@symphony-ts/storage';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { type BucketRecipe, keyValueConformance } from '@symphony-ts/testing/internal';
import { startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let count = 0;

beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running[Symbol.asyncDispose]());

keyValueConformance('storage', async <T>({ ttl, history, maxBytes, ...values }: BucketRecipe) => {
  const name = `conformance_${++count}`;
  await ensureBucket(running.nc, { name, ttl, history, maxBytes });
  // This type is true: the recipe's schema or `raw` has the type that its case names.
  return (await openBucket(running.nc, name, values)) as KeyValueBucket<T>;
});
