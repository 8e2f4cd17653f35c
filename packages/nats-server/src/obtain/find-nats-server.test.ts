import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findNatsServer as find } from '../../obtain/find-nats-server.mjs';
import { addToCache, cacheFolder } from '../../obtain/server-cache.mjs';

describe('findNatsServer', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'find-nats-server-'))));
  afterEach(() => rm(folder, { recursive: true }));

  /** A program that answers `-v` like a server of this version. */
  const install = async (path: string, version: string): Promise<string> => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\necho "nats-server: v${version}"\n`);
    await chmod(file, 0o755);
    return file;
  };
  const findNatsServer = (options: Parameters<typeof find>[0]) =>
    find({ ...options, systemFolder: join(folder, 'sbin') });
  const env = (more: Record<string, string> = {}) => ({ XDG_CACHE_HOME: join(folder, 'cache'), PATH: '', ...more });

  it('takes NATS_SERVER_BIN before PATH before the cache', async () => {
    const named = await install('named/server', '2.10.1');
    await install('bin/nats-server', '2.11.1');
    await install('cache/symphony-ts/nats-server/2.15.1/nats-server', '2.15.1');
    const path = { PATH: join(folder, 'bin') };
    expect((await findNatsServer({ env: env({ ...path, NATS_SERVER_BIN: named }) })).server?.version).toBe('2.10.1');
    expect((await findNatsServer({ env: env(path) })).server?.source).toBe('PATH');
  });

  it('takes the newest of the cache, by number', async () => {
    for (const version of ['2.9.10', '2.15.1', '2.10.2']) await addToCacheFrom(version);
    const { server } = await findNatsServer({ env: env(), range: 'newest' });
    expect(server).toMatchObject({ version: '2.15.1', source: 'cache' });
    expect((await findNatsServer({ env: env(), range: 'oldest' })).server?.version).toBe('2.9.10');
  });

  const addToCacheFrom = async (version: string) =>
    addToCache({ binary: await install(`built/${version}`, version), version, env: env() });

  it('passes over what is too old, broken or absent, and says why of each', async () => {
    const old = await install('old/nats-server', '2.8.4');
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'nats-server'), 'not a program', { mode: 0o755 });
    const right = await install('right/nats-server', '2.12.0');
    const PATH = ['old', 'broken', 'right'].map((name) => join(folder, name)).join(':');
    const found = await findNatsServer({ env: env({ PATH, NATS_SERVER_BIN: join(folder, 'absent') }) });
    expect(found.server?.path).toBe(right);
    expect(found.attempts).toEqual([
      { source: 'NATS_SERVER_BIN', reason: `${join(folder, 'absent')}: there is no such file` },
      { source: 'PATH', reason: `${old} is 2.8.4, older than 2.9.0`, tooOld: true },
      { source: 'PATH', reason: expect.stringContaining('it does not run') },
    ]);
  });

  it('leaves one whole binary when several setups fill the cache at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => addToCacheFrom('2.13.0')));
    const found = await findNatsServer({ env: env() });
    expect(found.server?.path).toBe(join(cacheFolder(env()), '2.13.0', 'nats-server'));
  });
});
