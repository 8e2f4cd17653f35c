import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNatsServer } from './find-nats-server.js';

describe('findNatsServer with a named binary', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'named-nats-server-'))));
  afterEach(() => rm(folder, { recursive: true }));

  /** A program that answers `-v` like a server of this version. */
  const install = async (version: string): Promise<string> => {
    const file = join(folder, 'nats-server');
    await writeFile(file, `#!/bin/sh\necho "nats-server: v${version}"\n`);
    await chmod(file, 0o755);
    return file;
  };

  it('uses it', async () => {
    const binary = await install('2.12.7');
    expect(await findNatsServer({ binary, env: {} })).toMatchObject({ path: binary, version: '2.12.7' });
  });

  it.each([
    ['the option "binary"', (binary: string) => ({ binary, env: {} })],
    ['NATS_SERVER_BIN', (binary: string) => ({ env: { NATS_SERVER_BIN: binary } })],
  ])('says of %s that it is too old, and looks for no other', async (source, options) => {
    await expect(findNatsServer(options(await install('2.8.4')))).rejects.toMatchObject({
      code: 'NATS_SERVER_TOO_OLD',
      message: expect.stringContaining(`${source}: ${join(folder, 'nats-server')} is 2.8.4, older than 2.9.0`),
    });
  });

  it('says that it is not there', async () => {
    await expect(findNatsServer({ binary: '/nowhere/nats-server', env: {} })).rejects.toMatchObject({
      code: 'NATS_SERVER_NOT_FOUND',
      message: expect.stringContaining('/nowhere/nats-server: there is no such file'),
    });
  });
});
