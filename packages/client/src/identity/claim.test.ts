import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claim } from './claim.js';
import { thisProcess } from './process-id.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claim-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (owner: object): Promise<void> =>
  writeFile(join(folder, 'ext-a.lock'), JSON.stringify({ id: 'somebody', owner }));
/** The id of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('claim', () => {
  it('gives a name to one at a time', async () => {
    const first = await claim(folder, 'ext-a');
    await expect(claim(folder, 'ext-a')).resolves.toBeUndefined();
    await expect(claim(folder, 'ext-b').then((held) => held?.release())).resolves.toBeUndefined();
    await first?.release();
    const again = await claim(folder, 'ext-a');
    expect(again).toBeDefined();
    await again?.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives a contested name to exactly one', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => claim(folder, 'ext-a')));
    const held = all.filter((claimed) => claimed !== undefined);
    expect(held).toHaveLength(1);
    await held[0]?.release();
  });

  it('respects a process that runs', async () => {
    await write({ ...thisProcess(), pid: process.ppid, started: undefined });
    await expect(claim(folder, 'ext-a')).resolves.toBeUndefined();
  });

  it.each([
    ['a process that has ended', () => ({ ...thisProcess(), pid: deadPid() })],
    ['an earlier process with the number of this one', () => ({ ...thisProcess(), started: '1' })],
    ['an earlier process with the number of another', () => ({ ...thisProcess(), pid: process.ppid, started: '1' })],
  ])('takes over from %s', async (_what, owner) => {
    await write(owner());
    const held = await claim(folder, 'ext-a');
    expect(held).toBeDefined();
    await held?.release();
  });

  it('takes over from another host once that has been silent for a while', async () => {
    await write({ host: 'elsewhere', pid: 1 });
    await expect(claim(folder, 'ext-a')).resolves.toBeUndefined();
    const past = new Date(Date.now() - 60_000);
    await utimes(join(folder, 'ext-a.lock'), past, past);
    const held = await claim(folder, 'ext-a');
    expect(held).toBeDefined();
    await held?.release();
  });

  it('releases only what is its own', async () => {
    const held = await claim(folder, 'ext-a');
    await write({ host: 'elsewhere', pid: 1 });
    await held?.release();
    expect(await readdir(folder)).toEqual(['ext-a.lock']);
  });
});
