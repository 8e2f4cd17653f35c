import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { buildChild, type ChildProgram } from './child-program.js';

let platform: Platform;
let program: ChildProgram;
let home: string;
beforeAll(async () => {
  [platform, program] = await Promise.all([startPlatform(), buildChild('provisioned')]);
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'interrupted-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));
afterAll(async () => {
  await program?.[Symbol.asyncDispose]();
  await platform?.stop();
});

const register = (name: string, maxUses: number) =>
  platform.keys.create({ name, kind: 'registration', prefix: 'catalog', maxUses });
const run = (token: string, more: Record<string, string> = {}) =>
  program.start({ XDG_CONFIG_HOME: home, ADDRESS: platform.httpUrl, REGISTRATION_TOKEN: token, ...more });
const minted = (by: string): readonly string[] =>
  platform.keys.list().flatMap(({ id, notes }) => (notes === `made by ${by}` ? [id] : []));

it('gets the key it asked for when it starts again, for one use, however often it dies before it has stored it', async () => {
  const { token } = await register('once', 1);
  for (let death = 0; death < 3; death += 1) await expect(run(token, { DIES: 'yes' }).ended).resolves.toBe('SIGKILL');
  const [key] = minted('once');
  const child = run(token);
  await expect(child.next()).resolves.toBe(key);
  await expect(child.ended).resolves.toBe(0);
  expect(minted('once')).toEqual([key]);
  await expect(readdir(join(home, 'cirata', 'requests'))).resolves.toEqual([]);
});

it('makes a key of its own where somebody else has used the one it remembers', async () => {
  const { token } = await register('copied', 2);
  await run(token, { DIES: 'yes' }).ended;
  const copy = await mkdtemp(join(tmpdir(), 'interrupted-copy-'));
  try {
    await cp(home, copy, { recursive: true });
    const first = await run(token).next();
    const second = await run(token, { XDG_CONFIG_HOME: copy }).next();
    expect(first).not.toBe(second);
    expect(new Set(minted('copied'))).toEqual(new Set([first, second]));
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
});

it('says once what the platform has against a key', async () => {
  const { token } = await register('spent', 1);
  await run(token).ended;
  const other = await mkdtemp(join(tmpdir(), 'interrupted-other-'));
  await expect(run(token, { XDG_CONFIG_HOME: other }).next()).resolves.toContain(
    "refused to register 'catalog': the registration token was used 1 of 1 times",
  );
  await expect(readdir(join(other, 'cirata', 'requests'))).resolves.toEqual([]);
  await rm(other, { recursive: true, force: true });
});
