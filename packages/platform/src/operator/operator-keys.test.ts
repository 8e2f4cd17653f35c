import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOperatorKeys } from './operator-keys.js';

let base: string;
beforeEach(async () => (base = await mkdtemp(join(tmpdir(), 'operator-keys-'))));
afterEach(() => rm(base, { recursive: true }));
const folder = (): string => join(base, 'operator');
const file = (): string => join(folder(), 'operator.json');
const mode = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

describe('openOperatorKeys', () => {
  it('makes folder and file private, and leaves nothing else', async () => {
    await openOperatorKeys(folder(), 1);
    expect([await mode(folder()), await mode(file())]).toEqual(['700', '600']);
    expect(await readdir(folder())).toEqual(['operator.json']);
  });

  it('gives the same keys for the same file', async () => {
    const [first, second] = [await openOperatorKeys(folder(), 1), await openOperatorKeys(folder(), 2)];
    const publicKeys = (keys: typeof first) => [
      keys.operator.publicKey,
      keys.account('orders').publicKey,
      keys.signing('orders')[0].publicKey,
      keys.created,
    ];
    expect(publicKeys(second)).toEqual(publicKeys(first));
    expect(new Set(publicKeys(first)).size).toBe(4);
  });

  it('gives replicas that start at once the same keys', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => openOperatorKeys(folder(), 1)));
    expect(new Set(all.map((keys) => keys.operator.publicKey)).size).toBe(1);
  });

  it('accepts what older signing keys signed, and signs with the newest', async () => {
    const before = await openOperatorKeys(folder(), 1);
    const content = JSON.parse(await readFile(file(), 'utf8')) as { signing: string[] };
    content.signing.unshift(Buffer.alloc(32, 7).toString('base64'));
    await writeFile(file(), JSON.stringify(content));
    const after = await openOperatorKeys(folder(), 1);
    expect(after.signing('orders')).toHaveLength(3); // includes the next key, which signs nothing yet
    expect(after.signing('orders')[1]?.publicKey).toBe(before.signing('orders')[0].publicKey);
    expect(after.account('orders').publicKey).toBe(before.account('orders').publicKey);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['is gone', () => rm(folder(), { recursive: true })],
    ['is empty', () => writeFile(file(), '')],
    [
      'is of another platform',
      async () => {
        await rm(file());
        await openOperatorKeys(folder(), 2);
      },
    ],
  ])('keeps the keys, and makes no file, when the file %s', async (_what, strike) => {
    const keys = await openOperatorKeys(folder(), 1);
    const before = keys.signing('orders').map(({ publicKey }) => publicKey);
    await strike();
    const there = await readdir(folder()).catch(() => []);
    await expect(keys.reload()).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
    expect(await readdir(folder()).catch(() => [])).toEqual(there);
    expect([keys.signing('orders').map(({ publicKey }) => publicKey), keys.rotations]).toEqual([before, 0]);
  });

  // Node's recursive mkdir never returns in this folder, and no signal ends it.
  it('refuses a folder below one that takes no entries', async () => {
    await expect(openOperatorKeys('/proc/none/operator', 0)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });

  it('refuses a folder that cannot be made, and names it', async () => {
    const below = join(base, 'file', 'operator');
    await writeFile(join(base, 'file'), '');
    await expect(openOperatorKeys(below, 1)).rejects.toThrow(
      new RegExp(`INVALID_CONFIGURATION.* ${below} cannot be made: .*ENOTDIR`),
    );
  });

  it('refuses a file that everybody can read', async () => {
    await openOperatorKeys(folder(), 1);
    await chmod(file(), 0o604);
    await expect(openOperatorKeys(folder(), 1)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
  });

  it.each(['', '{', '{}', '{"version":1,"created":1,"root":"AAAA","signing":[]}'])(
    'refuses %j, and says nothing of what stands in it',
    async (text) => {
      await openOperatorKeys(folder(), 1);
      await writeFile(file(), text);
      await expect(openOperatorKeys(folder(), 1)).rejects.toThrow('it is not a key file of this platform');
    },
  );
});
