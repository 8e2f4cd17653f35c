import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BackupKey,
  backupStream,
  createBackupKey,
  fetchBackup,
  folderStore,
  isJetStreamManagerError,
  parseBackupKey,
  restoreStream,
  storeBackup,
  verifyBackup,
} from '../src/index.js';
import { type Fixture, publish, startFixture } from './support/fixture.js';

let fixture: Fixture;
let root: string;
beforeAll(async () => {
  fixture = await startFixture();
  root = await mkdtemp(join(tmpdir(), 'bits-'));
  const stream = await fixture.manager.streams.create({ name: 'S', subjects: ['s.*'] });
  await publish(fixture, 's.a', 20, 'x'.repeat(200));
  await stream.consumers.create({ durable_name: 'C' });
});
afterAll(async () => {
  await fixture?.stop();
  await rm(root, { recursive: true, force: true });
});

const damaged = ['BACKUP_CORRUPT', 'BACKUP_INCOMPLETE'] as const;

/** Changes one bit of a file, at about `count` places in turn. Returns the places that `check` accepts. */
async function unnoticed(path: string, count: number, check: () => Promise<unknown>): Promise<readonly string[]> {
  const data = await readFile(path);
  const found: string[] = [];
  const step = Math.max(1, Math.floor(data.length / count));
  for (let at = 0; at < data.length; at += step) {
    const changed = Buffer.from(data);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    await writeFile(path, changed);
    try {
      await check();
      found.push(`${path} at ${at}`);
    } catch (error) {
      if (!damaged.some((code) => isJetStreamManagerError(error, code))) throw error;
    }
  }
  await writeFile(path, data);
  return found;
}

describe('a changed bit', () => {
  it.each(['verify', 'restore'])('is noticed by %s in each file of a backup', async (how) => {
    const directory = join(root, how);
    await backupStream(fixture.manager, 'S', directory);
    // A restore reads the whole backup before it sends the first byte.
    const check = () =>
      how === 'verify'
        ? verifyBackup(directory)
        : restoreStream(fixture.manager, directory, { verifyFirst: true, overwrite: true });
    for (const file of await readdir(directory)) {
      const count = file === 'manifest.json' && how === 'verify' ? Number.POSITIVE_INFINITY : 60;
      expect(await unnoticed(join(directory, file), count, check)).toEqual([]);
    }
    await check();
  });

  const key = parseBackupKey(createBackupKey());
  it.each<[string, { readonly key?: BackupKey; readonly incremental?: boolean }]>([
    ['plain', {}],
    ['encrypted', { key }],
    ['incremental', { incremental: true }],
    ['encrypted incremental', { incremental: true, key }],
  ])('is noticed in each object of a store, %s', async (kind, options) => {
    const place = join(root, kind);
    const store = folderStore(place);
    const { name } = await storeBackup(fixture.manager, 'S', store, options);
    const readOptions = options.key === undefined ? {} : { key: options.key };
    let fetched = 0;
    const check = async () => {
      fetched += 1;
      const directory = join(root, `${kind}-${fetched}`);
      try {
        return await fetchBackup(store, name, directory, readOptions);
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    };
    for (const object of await store.list('')) {
      // Some bits of a compressed block do not change its content.
      const isCompressed = object.includes('/blocks/');
      const found = await unnoticed(join(place, object), 80, check);
      expect(found.length).toBeLessThanOrEqual(isCompressed ? 8 : 0);
    }
    await check();
  });
});
