import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeWorkDirectory } from './work-directory.js';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'work-'));
});
afterEach(() => rm(place, { recursive: true }));

/** The folder of a process that has ended. */
async function leaveOne(): Promise<string> {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const own = await makeWorkDirectory('clone', place);
  const left = own.replace(`-${process.pid}-`, `-${pid}-`);
  await rename(own, left);
  return left;
}

it('removes what a process that was killed has left', async () => {
  await leaveOne();
  const directory = await makeWorkDirectory('clone', place);
  expect(await readdir(place)).toEqual([basename(directory)]);
});

it('keeps one in which a stream was set aside, those of other kinds and those in use', async () => {
  const needed = await leaveOne();
  await writeFile(join(needed, '.restoring'), JSON.stringify({ stream: 'S', config: '{}', aside: '/x' }));
  const other = await makeWorkDirectory('recreate', place);
  const used = await makeWorkDirectory('clone', place);
  const directory = await makeWorkDirectory('clone', place);
  const kept = new Set([needed, other, used, directory].map((path) => basename(path)));
  expect(new Set(await readdir(place))).toEqual(kept);
});
