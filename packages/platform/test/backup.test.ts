import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { Kvm } from '@nats-io/kv';
import { platformServices } from '@symphony-ts/contract';
import {
  backupPlatform,
  type Platform,
  type PlatformRestoreOptions,
  restorePlatform,
  startPlatform,
} from '@symphony-ts/platform';
import { connectWith, exchange, join, manifest } from './nats-user.js';

jest.setTimeout(120_000);

let root: string;
let directory: string;
let before: Platform;
beforeEach(async () => {
  root = await mkdtemp(joinPath(tmpdir(), 'platform-backup-'));
  directory = joinPath(root, 'backup');
  before = await startPlatform({ dataDir: joinPath(root, 'old'), flush: 'periodic', dev: { grantDeclared: true } });
});
afterEach(async () => {
  await before.stop();
  await rm(root, { recursive: true, force: true });
});

const keysDir = (): string => joinPath(root, 'old', 'operator');
const backUp = (more: { passphrase?: string; extensions?: 'all' | readonly string[] } = {}) =>
  backupPlatform({ directory, keysDir: keysDir(), natsUrl: before.natsUrl, ...more });
const restore = (more: Partial<PlatformRestoreOptions> = {}) =>
  restorePlatform({ directory, dataDir: joinPath(root, 'new'), flush: 'periodic', ...more });

describe('a platform whose disk is gone', () => {
  it('goes on from its backup, with tokens, credentials, revocations, registry and data', async () => {
    const orders = await join(before, 'orders');
    const gone = await join(before, 'orders');
    await before.keys.revoke(gone.id);
    const buckets = [{ name: 'orders_items' }];
    await orders.nc.request(platformServices.register, manifest('orders', { buckets }), { timeout: 10_000 });
    await (await new Kvm(orders.nc).open('orders_items')).put('a', '1');
    const listed = before.keys.list();
    await orders.nc.close();

    expect(await backUp({ passphrase: 'correct horse', extensions: 'all' })).toMatchObject({
      extensions: ['orders'],
      frozen: [],
    });
    await before.stop();
    const { root: secret } = JSON.parse(await readFile(joinPath(keysDir(), 'operator.json'), 'utf8')) as {
      root: string;
    };
    expect(() => execFileSync('grep', ['-rlaF', secret, directory])).toThrow();
    await rm(joinPath(root, 'old'), { recursive: true });

    expect(await restore({ passphrase: 'correct horse' })).toMatchObject({ extensions: ['orders'] });
    await using after = await startPlatform({
      dataDir: joinPath(root, 'new'),
      flush: 'periodic',
      dev: { grantDeclared: true },
    });
    expect(after.keys.list()).toEqual(listed);
    expect(after.registry.list()).toMatchObject([{ prefix: 'orders', status: 'inactive' }]);
    await expect(exchange(after, gone.token)).rejects.toThrow('401');
    // Among the credentials from before the loss, those of the revoked key stay invalid, and the others are valid.
    const servers = [after.natsUrl];
    await expect(connectWith({ ...gone.credentials, servers })).rejects.toThrow(/authorization|auth/i);
    const again = await exchange(after, orders.token);
    expect(again).toMatchObject({ instanceId: orders.id, seed: orders.credentials.seed });
    const nc = await connectWith({ ...orders.credentials, servers });
    const items = await new Kvm(nc).open('orders_items');
    expect((await items.get('a'))?.string()).toBe('1');
    await items.put('b', '2');
    await nc.close();
  });

  it('needs the keys, the right passphrase, and servers without a platform', async () => {
    await backUp({ passphrase: 'right' });
    await expect(restore()).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      params: { setting: 'the passphrase' },
    });
    await expect(restore({ passphrase: 'wrong' })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      params: { setting: 'the passphrase' },
    });
    await expect(restore({ natsUrl: before.natsUrl, keysDir: keysDir() })).rejects.toThrow(/hold a platform already/);
    await using other = await startPlatform({ dataDir: joinPath(root, 'other'), flush: 'periodic' });
    await other.stop();
    await expect(restore({ keysDir: joinPath(root, 'other', 'operator') })).rejects.toThrow(/another platform/);
    await expect(restore({ directory: root })).rejects.toThrow(/no finished backup/);
  });

  it('is backed up without keys, or into no folder that has something in it', async () => {
    await backUp();
    await expect(restore({ passphrase: 'any' })).rejects.toThrow(/without the keys of the operator/);
    await expect(backUp()).rejects.toThrow(/not empty/);
    await rm(directory, { recursive: true });
    await expect(backUp({ extensions: ['stranger'] })).rejects.toThrow(/no extension stranger/);
    await expect(
      backupPlatform({ directory: joinPath(root, 'b2'), keysDir: root, natsUrl: before.natsUrl }),
    ).rejects.toThrow(/no such file/);
  });
});
