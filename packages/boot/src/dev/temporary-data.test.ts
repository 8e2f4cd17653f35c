import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { temporaryData } from './temporary-data.js';

describe('temporaryData', () => {
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'temporary-data-'));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('makes a folder of its own and removes it at the end', async () => {
    const data = await temporaryData(parent);
    await writeFile(join(data.folder, 'file'), '');
    expect(await readdir(parent)).toEqual([basename(data.folder)]);
    await data[Symbol.asyncDispose]();
    expect(await readdir(parent)).toEqual([]);
  });

  it('removes what a process left that is gone, and nothing else', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const kept = [`symphony-dev-${process.ppid}-a`, `symphony-dev-${process.pid}-b`, 'symphony-dev-c', 'other'];
    for (const name of [`symphony-dev-${gone}-x`, ...kept]) await mkdir(join(parent, name));
    const data = await temporaryData(parent);
    expect(await readdir(parent)).toEqual(expect.arrayContaining([...kept, basename(data.folder)]));
    expect(await readdir(parent)).toHaveLength(kept.length + 1);
  });
});
