import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '../src/internal.js';
import { buildChild, type ChildProgram } from './child-program.js';
import { Issuer } from './issuer.js';

let issuer: Issuer;
let program: ChildProgram;
let home: string;
beforeAll(async () => {
  issuer = await Issuer.start();
  program = await buildChild('instance');
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'processes-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));
afterAll(async () => {
  await program?.[Symbol.asyncDispose]();
  await issuer?.[Symbol.asyncDispose]();
});

it('never makes two processes one instance, and frees what a killed one held at once', async () => {
  const store = new FileStore(join(home, 'cirata', 'credentials'));
  await store.write('ext-catalog', { token: issuer.issue({ id: 'P1', prefix: 'catalog' }), prefix: 'catalog' });
  await store.write('ext-catalog-2', { token: issuer.issue({ id: 'P2', prefix: 'catalog' }), prefix: 'catalog' });
  const env = { FOLDER: home, XDG_CONFIG_HOME: home, ADDRESS: issuer.address };
  const [one, two] = [program.start(env), program.start(env)];
  const ids = [await one.next(), await two.next()];
  expect(new Set(ids)).toEqual(new Set(['P1', 'P2']));

  const third = program.start(env);
  await expect(third.next()).resolves.toContain('[NO_TOKEN]');
  await expect(third.ended).resolves.toBe(1);

  one.process.kill('SIGKILL');
  await one.ended;
  const heir = program.start(env);
  await expect(heir.next()).resolves.toBe(ids[0]);
  for (const child of [two, heir]) {
    child.process.stdin?.end();
    // The process ends when its connection is closed.
    await expect(child.ended).resolves.toBe(0);
  }
});
