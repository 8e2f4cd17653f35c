import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInbox } from '@nats-io/nats-core';
import { backupAccount, backupStream, cloneStream, drillBackup, exportAssets, planAssets } from '../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
let root: string;
beforeAll(async () => {
  fixture = await startFixture();
  root = await mkdtemp(join(tmpdir(), 'unfinished-'));
});
afterAll(async () => {
  await fixture?.stop();
  await rm(root, { recursive: true, force: true });
});

const canCopy = () => fixture.isAtLeast('2.15.0');
const exists = expect.objectContaining({ code: 'STREAM_EXISTS' });

/** A stream with five messages, and its last message as in a mark. */
async function original(): Promise<{ name: string; end: { seq: string; ts: string } }> {
  const name = uniqueName('ORIGINAL');
  const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], metadata: { kept: 'yes' } });
  await publish(fixture, `${name}.a`, 5);
  return { name, end: { seq: '5', ts: (await stream.info()).state.last_ts } };
}

/** A stream that a killed process left, or that a running process is filling. */
async function leave(name: string, work: object): Promise<void> {
  const metadata = { kept: 'yes', 'symphony.jsm.unfinished': JSON.stringify(work) };
  await fixture.manager.streams.create({ name, subjects: [`${name}.*`], metadata });
}

const gone = () => createInbox();
const namesOf = async (prefix: string) =>
  (await fixture.manager.streams.names()).filter((name) => name.startsWith(prefix));

describe('a copy', () => {
  it('says until it is done that it is unfinished, and not any more then', async () => {
    if (!canCopy()) return;
    const { name } = await original();
    await cloneStream(fixture.manager, name, `${name}_COPY`);
    const { config, lastInfo } = await fixture.manager.streams.load(`${name}_COPY`);
    expect([
      config.metadata?.['kept'],
      Object.keys(config.metadata ?? {}).some((key) => key.startsWith('symphony')),
    ]).toEqual(['yes', false]);
    expect(lastInfo.state.messages).toBe(5);
  });

  it('replaces a copy that was cut off', async () => {
    if (!canCopy()) return;
    const { name, end } = await original();
    await leave(`${name}_COPY`, { work: 'copy', of: name, owner: gone(), end });
    await cloneStream(fixture.manager, name, `${name}_COPY`);
    expect((await fixture.manager.streams.load(`${name}_COPY`)).lastInfo.state.messages).toBe(5);
  });

  it.each(['runs', 'is in use', 'is not one'])('touches no other stream, such as one that %s', async (which) => {
    if (!canCopy()) return;
    const { name, end } = await original();
    const copy = `${name}_COPY`;
    const owner = gone();
    if (which === 'runs') fixture.nc.subscribe(owner, { callback: (_error, message) => void message.respond() });
    await leave(copy, which === 'is not one' ? { work: 'copy' } : { work: 'copy', of: name, owner, end });
    if (which === 'is in use') await publish(fixture, `${copy}.a`, 1);
    const before = await fixture.manager.streams.load(copy);
    await expect(cloneStream(fixture.manager, name, copy)).rejects.toThrow(exists);
    const after = await fixture.manager.streams.load(copy);
    expect([after.lastInfo.created, after.lastInfo.state.messages]).toEqual([
      before.lastInfo.created,
      before.lastInfo.state.messages,
    ]);
  });
});

describe('a drill', () => {
  it('deletes the temporary streams of drills that were cut off, and no others', async () => {
    if (!canCopy()) return;
    const { name, end } = await original();
    const directory = join(root, name);
    await backupStream(fixture.manager, name, directory);
    const running = gone();
    fixture.nc.subscribe(running, { callback: (_error, message) => void message.respond() });
    await leave('DRILL_CUT', { work: 'drill', of: name, owner: gone(), end });
    await leave('DRILL_RUNS', { work: 'drill', of: name, owner: running, end });
    await leave('DRILL_COPY', { work: 'copy', of: name, owner: gone(), end });
    await fixture.manager.streams.create({ name: 'DRILL_HOLES', subjects: ['holes'] });
    await drillBackup(fixture.manager, directory);
    expect((await namesOf('DRILL_')).sort()).toEqual(['DRILL_COPY', 'DRILL_HOLES', 'DRILL_RUNS']);
  });

  it('may run beside another one', async () => {
    if (!canCopy()) return;
    const { name } = await original();
    const directory = join(root, name);
    await backupStream(fixture.manager, name, directory);
    const drills = [drillBackup(fixture.manager, directory), drillBackup(fixture.manager, directory)];
    expect((await Promise.all(drills)).map(({ messages }) => messages)).toEqual([5, 5]);
  });
});

describe('a stream that work made for a while', () => {
  it('is neither exported, pruned nor backed up', async () => {
    // nats-server 2.9 has no metadata, and neither drills nor copies.
    if (!fixture.isAtLeast('2.10.0')) return;
    const { name, end } = await original();
    await leave('DRILL_ASSET', { work: 'drill', of: name, owner: gone(), end });
    const { streams } = await exportAssets(fixture.manager);
    expect(streams?.map((each) => each.name)).not.toContain('DRILL_ASSET');
    const plan = await planAssets(fixture.manager, {}, { prune: true });
    expect(plan.map(({ stream }) => stream)).not.toContain('DRILL_ASSET');
    const { done } = await backupAccount(fixture.manager, join(root, 'account'));
    const names = done.map(({ stream }) => stream);
    expect([names.includes(name), names.includes('DRILL_ASSET')]).toEqual([true, false]);
  });
});
