/** What `test/manager_test.go`, `test/stream_pager_test.go` and `test/snapshots_test.go` of jsm.go assert. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../../test/support/eventually.js';
import { backupStream, createManager, defaultConsumer, pages, restoreStream } from '../../src/index.js';
import { type Fixture, publish, startFixture, uniqueName } from '../support/fixture.js';

let fixture: Fixture;
let folder: string;
beforeAll(async () => {
  fixture = await startFixture();
  folder = await mkdtemp(join(tmpdir(), 'jsm-go-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await fixture?.stop();
});

const create = (settings: object = {}) => {
  const name = uniqueName('S');
  return fixture.manager.streams.create({ name, subjects: [`${name}.>`], storage: 'memory', ...settings });
};

describe('account', () => {
  it('TestJetStreamEnabled, TestJetStreamAccountInfo', async () => {
    await create();
    expect(await fixture.manager.account.isEnabled()).toBe(true);
    const [info, names] = [await fixture.manager.account.info(), await fixture.manager.streams.names()];
    expect(info.streams).toBe(names.length);
  });

  it('TestIsStreamBytesRequired', async () => {
    const jetstream = { max_file: 1024 * 1024 };
    await using server = await startNatsServer({
      config: {
        accounts: {
          OTHER: { jetstream: 'enabled', users: [{ user: 'other', password: 'b' }] },
          A: { jetstream: { ...jetstream, max_bytes_required: true }, users: [{ user: 'a', password: 'b' }] },
        },
      },
    });
    for (const [user, isRequired] of [
      ['other', false],
      ['a', true],
    ] as const) {
      const nc = await connect({ servers: server.url, user, pass: 'b' });
      expect(await (await createManager(nc)).account.isMaxBytesRequired()).toBe(isRequired);
      await nc.close();
    }
  });
});

describe('streams and consumers', () => {
  it('TestIsKnownStream, TestDeleteStream', async () => {
    const { streams } = fixture.manager;
    const name = uniqueName('KNOWN');
    expect(await streams.exists(name)).toBe(false);
    await streams.create({ name, subjects: [name] });
    expect(await streams.exists(name)).toBe(true);
    await streams.delete(name);
    expect(await streams.exists(name)).toBe(false);
  });

  it('TestIsKnownConsumer, TestDeleteConsumer, TestConsumerNames', async () => {
    const { name } = await create();
    const consumers = fixture.manager.consumers(name);
    expect([await consumers.exists('NEW'), await consumers.names()]).toEqual([false, []]);
    await consumers.create({ durable_name: 'NEW' }, defaultConsumer);
    expect([await consumers.exists('NEW'), await consumers.names()]).toEqual([true, ['NEW']]);
    await consumers.delete('NEW');
    expect([await consumers.exists('NEW'), await consumers.names()]).toEqual([false, []]);
    await expect(fixture.manager.consumers('NOPE').names()).rejects.toMatchObject({ code: 'STREAM_NOT_FOUND' });
  });

  it('TestStreams, TestStreamNames, TestEachStream', async () => {
    const { streams } = fixture.manager;
    const prefix = uniqueName('MANY');
    const names = Array.from({ length: 1100 }, (_, index) => `${prefix}_${index}`).sort();
    for (let at = 0; at < names.length; at += 100) {
      const some = names.slice(at, at + 100);
      await Promise.all(
        some.map((name) => streams.create({ name, subjects: [`${prefix}.${name}.>`], storage: 'memory' })),
      );
    }
    expect(await streams.names({ subject: `${prefix}.>` })).toEqual(names);
    const list = await streams.list({ subject: `${prefix}.>` });
    expect(list.streams.map(({ name }) => name).sort()).toEqual(names);
    expect(await streams.names({ subject: `${prefix}.${prefix}_10.foo` })).toEqual([`${prefix}_10`]);
    expect(await streams.names({ subject: 'none.foo' })).toEqual([]);
    for (let at = 0; at < names.length; at += 100) {
      await Promise.all(names.slice(at, at + 100).map((name) => streams.delete(name)));
    }
  });
});

describe('pages', () => {
  it.each([
    ['TestPager', {}],
    ['TestPagerWQ', { retention: 'workqueue', allow_direct: true }],
    ['TestStreamPageContents: a work queue without direct gets', { retention: 'workqueue', allow_direct: false }],
  ])('%s', async (_, settings) => {
    const stream = await create(settings);
    if (stream.config.retention === 'workqueue') await stream.consumers.create({ durable_name: 'PULL' });
    const before = await stream.consumers.names();
    for (let index = 1; index <= 200; index += 1) {
      await publish(fixture, `${stream.name}.a`, 1, `message ${index}`);
    }
    const sizes: number[] = [];
    const texts: string[] = [];
    for await (const page of pages(fixture.manager, stream.name, { pageSize: 25 })) {
      sizes.push(page.length);
      texts.push(...page.map((message) => message.string()));
    }
    expect(sizes).toEqual(Array(8).fill(25));
    expect(texts).toEqual(Array.from({ length: 200 }, (__, index) => `message ${index + 1}`));
    expect(await stream.consumers.names()).toEqual(before);
  });

  it('TestPagerDoubleClose', async () => {
    const stream = await create();
    await publish(fixture, `${stream.name}.a`, 1);
    const pager = pages(fixture.manager, stream.name);
    await pager.next();
    for (let count = 0; count < 2; count += 1) expect(await pager.return()).toMatchObject({ done: true });
  });

  it.each([-2, -100, 1.5, Number.NaN])('TestPagerStartIdValidation: %d', async (seq) => {
    const stream = await create();
    await expect(pages(fixture.manager, stream.name, { seq }).next()).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  it('TestPagerRequestMuxCrossDelivery', async () => {
    const [source, paged] = [await create(), await create()];
    await publish(fixture, `${source.name}.a`, 1, 'source message');
    await publish(fixture, `${paged.name}.a`, 8, JSON.stringify({ stream: source.name, stream_seq: 1 }));
    for (let round = 0; round < 20; round += 1) {
      const walk = pages(fixture.manager, paged.name, { pageSize: 8 });
      const [page, ...messages] = await Promise.all([
        walk.next(),
        ...Array.from({ length: 8 }, () => source.message(1)),
      ]);
      expect(page.value).toHaveLength(8);
      for (const message of messages) expect(message?.string()).toBe('source message');
    }
  });
});

describe('snapshots', () => {
  it('TestStream_Snapshot', async () => {
    const stream = await create({ storage: 'file' });
    await stream.consumers.create({ durable_name: 'c' });
    const payload = 'x'.repeat(5480);
    for (let index = 0; index < 3000; index += 1) fixture.nc.publish(`${stream.name}.a`, payload);
    await eventually('all are stored', async () => (await stream.state()).messages === 3000);
    const before = await stream.state();
    const directory = join(folder, stream.name);
    await backupStream(fixture.manager, stream.name, directory, { healthCheck: true });
    await stream.delete();
    expect((await restoreStream(fixture.manager, directory)).state).toMatchObject({
      messages: 3000,
      bytes: before.bytes,
    });
    expect(await stream.state()).toEqual(before);
    await stream.delete();
    await restoreStream(fixture.manager, directory, { settings: { subjects: ['js.in.q3'] } });
    expect((await stream.info()).config.subjects).toEqual(['js.in.q3']);
    expect(await stream.state()).toEqual(before);
  });

  it('TestStream_Snapshot: a stream in memory', async () => {
    const backup = backupStream(fixture.manager, (await create()).name, join(folder, 'memory'));
    if (fixture.isAtLeast('2.15.0')) expect((await backup).bytes).toBeGreaterThan(0);
    else await expect(backup).rejects.toMatchObject({ code: 'MEMORY_STREAM' });
  });

  it.each(['', 'bad.name', 'bad name', 'bad>name', 'bad*'])('TestRestoreSnapshotInvalidStreamName: %j', async (as) => {
    await expect(backupStream(fixture.manager, as, join(folder, 'odd'))).rejects.toMatchObject({
      code: 'INVALID_NAME',
    });
    const stream = await create({ storage: 'file' });
    const directory = join(folder, `named-${stream.name}`);
    await backupStream(fixture.manager, stream.name, directory);
    await expect(restoreStream(fixture.manager, directory, { as })).rejects.toMatchObject({
      code: expect.stringMatching(/^(INVALID_NAME|FEATURE_UNSUPPORTED)$/),
    });
  });

  it('TestSnapshotMetaWriteError', async () => {
    const stream = await create({ storage: 'file' });
    const directory = join(folder, 'a-file');
    await writeFile(directory, 'not a folder');
    await chmod(directory, 0o400);
    await expect(backupStream(fixture.manager, stream.name, directory)).rejects.toMatchObject({ code: 'FILE_ERROR' });
  });
});
