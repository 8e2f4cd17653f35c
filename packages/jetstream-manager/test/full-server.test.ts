import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backupStream, restoreStream } from '../src/index.js';
import { type Fixture, publish, startFixture } from './support/fixture.js';

const capacity = 4 * 1024 * 1024;
/** Small, so that many chunks reach the server at once. */
const chunkBytes = 1024;

let fixture: Fixture;
let directory: string;
beforeAll(async () => {
  fixture = await startFixture({ timeoutMs: 10_000 }, { jetstream: { maxFileBytes: capacity } });
  directory = await mkdtemp(join(tmpdir(), 'full-server-'));
});
afterAll(async () => {
  await fixture?.stop();
  await rm(directory, { recursive: true, force: true });
});

it('a restore that a server has no room for leaves the connection usable', async () => {
  const { streams } = fixture.manager;
  await streams.create({ name: 'ORDERS', subjects: ['orders'] });
  for (let count = 0; count < 20; count += 1) await publish(fixture, 'orders', 1, randomBytes(100_000));
  await backupStream(fixture.manager, 'ORDERS', directory);
  await streams.delete('ORDERS');
  await streams.create({ name: 'FILLER', subjects: ['filler'] });
  // The last one that is taken exceeds the limit by more than some chunks.
  await expect(publish(fixture, 'filler', 100, randomBytes(900_000))).rejects.toThrow(/resources/);

  // It does not happen each time.
  for (let count = 0; count < 10; count += 1)
    await expect(restoreStream(fixture.manager, directory, { chunkBytes })).rejects.toThrow(/resources/);

  await streams.delete('FILLER');
  await restoreStream(fixture.manager, directory);
  expect((await (await streams.load('ORDERS')).state()).messages).toBe(20);
});
