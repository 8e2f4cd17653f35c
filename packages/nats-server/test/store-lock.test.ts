import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type NatsServer, startNatsServer } from '../src/index.js';
import { buildProgram, type Program } from './program.js';

describe('a data folder', () => {
  let program: Program;
  let storeDir: string;
  beforeAll(async () => {
    program = await buildProgram('parent');
  });
  afterAll(() => program[Symbol.asyncDispose]());
  beforeEach(async () => {
    storeDir = await mkdtemp(join(tmpdir(), 'symphony-store-'));
  });
  afterEach(() => rm(storeDir, { recursive: true, force: true }));
  const start = (): Promise<NatsServer> => startNatsServer({ jetstream: { storeDir } });
  const lockFile = (): string => join(storeDir, 'symphony.lock');

  it('serves one server; the second is told who holds it, and may have it afterwards', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      message: expect.stringContaining(
        `process ${process.pid} uses the data folder ${storeDir}, and serves ${first.url}`,
      ),
      details: { pid: process.pid, url: first.url },
    });
    await first.restart();
    await expect(start()).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
    await first.stop();
    await (await start()).stop();
  });

  it('goes to one of many that ask at once', async () => {
    const results = await Promise.allSettled([start(), start(), start(), start()]);
    const running = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    try {
      expect(running).toHaveLength(1);
      for (const result of results.filter(({ status }) => status === 'rejected')) {
        expect(result).toMatchObject({ reason: { code: 'DATA_FOLDER_IN_USE' } });
      }
    } finally {
      await Promise.all(running.map((server) => server.stop()));
    }
  });

  it('is free again after kill -9 of its holder, once that server has ended', async () => {
    const parent = spawn(process.execPath, [program.path, 'wait', 'running', storeDir], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
    await lines.next();
    await lines.next();
    await expect(start()).rejects.toMatchObject({ details: { pid: parent.pid } });
    parent.kill('SIGKILL');
    await new Promise((ended) => parent.once('exit', ended));
    await (await start()).stop();
  });

  it('stays free of a lock that nobody holds any more', async () => {
    const server = await start();
    const left = await readFile(lockFile(), 'utf8');
    await server.stop();
    const { owner, ...rest } = JSON.parse(left) as { owner: object };
    await writeFile(lockFile(), JSON.stringify({ ...rest, owner: { ...owner, started: '1' }, server: undefined }));
    await (await start()).stop();
  });

  it('belongs to a holder in another container for as long as that one shows life', async () => {
    await writeFile(lockFile(), JSON.stringify({ id: 'other', owner: { pid: 1, scope: 'elsewhere', started: '1' } }));
    const alive = setInterval(() => void utimes(lockFile(), new Date(), new Date()), 50);
    try {
      await expect(start()).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE', details: { pid: 1 } });
    } finally {
      clearInterval(alive);
    }
    await (await start()).stop();
  });
});
