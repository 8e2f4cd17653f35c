import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const loader = join(__dirname, '../../scripts/bench/typescript.mjs');
const children = pathToFileURL(join(__dirname, 'children.ts')).href;

describe('a process of the suite', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'children-'));
    // It outlives the time limit of a test, but not by much.
    const child = join(folder, 'child.mjs');
    await writeFile(child, "setTimeout(() => {}, 300_000);\nprocess.send('live');\n");
    await writeFile(
      join(folder, 'parent.mjs'),
      `import { messageOf, startChild } from '${children}';
const child = startChild('${pathToFileURL(child).href}', {});
await messageOf(child);
process.stdout.write(child.pid + '\\n');
`,
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Starts the parent. Resolves with the id of its child once that is live. */
  const start = async (): Promise<{ readonly parent: ChildProcess; readonly pid: number }> => {
    const execution = ['--import', pathToFileURL(loader).href, join(folder, 'parent.mjs')];
    const parent = spawn(process.execPath, execution, { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: parent.stdout })[Symbol.asyncIterator]();
    return { parent, pid: Number((await lines.next()).value) };
  };

  it.each(['SIGINT', 'SIGTERM'] as const)('ends when %s ends the one that started it', async (signal) => {
    const { parent, pid } = await start();
    expect(pid).toBeGreaterThan(0);
    const ended = once(parent, 'exit');
    // The child has inherited the output, so the output closes when both have ended.
    const closed = once(parent, 'close');
    parent.kill(signal);
    expect(await ended).toEqual([null, signal]);
    await closed;
  });
});
