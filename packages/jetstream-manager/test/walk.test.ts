import { walkSequences } from '../src/gaps/walk-sequences.js';
import {
  type ConsumerSettings,
  diffConsumer,
  diffStream,
  findGaps,
  pages,
  type Stream,
  type StreamSettings,
} from '../src/index.js';
import { collect, type Fixture, publish, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.stop());

const code = (what: string) => expect.objectContaining({ code: what });

async function withGaps(settings: StreamSettings = {}): Promise<Stream> {
  const name = uniqueName('GAPS');
  const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], ...settings });
  await publish(fixture, `${name}.a`, 20);
  for (const seq of [1, 4, 5, 6, 9, 20]) await stream.deleteMessage(seq);
  return stream;
}

describe('findGaps', () => {
  it('finds what was deleted between first and last', async () => {
    const stream = await withGaps();
    const seen: number[] = [];
    const gaps = await collect(findGaps(fixture.manager, stream.name, { onProgress: (seq) => seen.push(seq) }));
    expect(gaps).toEqual([
      { first: 4, last: 6 },
      { first: 9, last: 9 },
      { first: 20, last: 20 },
    ]);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('finds nothing in a stream without gaps, and in an empty one', async () => {
    const name = uniqueName('WHOLE');
    await fixture.manager.streams.create({ name, subjects: [name] });
    expect(await collect(findGaps(fixture.manager, name))).toEqual([]);
    await publish(fixture, name, 3);
    expect(await collect(findGaps(fixture.manager, name))).toEqual([]);
  });

  // Servers of 2.9 omit messages from their list that were deleted at the beginning of a block of their files.
  it.each(['file', 'memory'] as const)('finds a gap over several blocks in %s storage', async (storage) => {
    const name = uniqueName('BLOCKS');
    const settings = { name, subjects: [`${name}.*`], max_bytes: 10_000_000, storage };
    const stream = await fixture.manager.streams.create(settings);
    for (const subject of ['a', 'b', 'a']) await publish(fixture, `${name}.${subject}`, 150, 'x'.repeat(20_000));
    await stream.purge({ filter: `${name}.b` });
    await stream.deleteMessage(302);
    expect(await collect(findGaps(fixture.manager, name))).toEqual([
      { first: 151, last: 300 },
      { first: 302, last: 302 },
    ]);
  });

  // No server limits its list: the oldest and the newest one send all of it, which exceeds the payload limit of clients.
  it('finds two hundred thousand gaps', async () => {
    const name = uniqueName('MANY');
    const subjects = [`${name}.odd`, `${name}.even`];
    const stream = await fixture.manager.streams.create({ name, subjects });
    const js = fixture.manager.jetstream.jetstream();
    for (let seq = 1; seq <= 400_001; seq += 1) {
      const subject = subjects[(seq - 1) % 2] ?? '';
      // Servers drop messages that are more than ten thousand ahead of the disk.
      if (seq % 5000 === 1) await js.publish(subject);
      else fixture.nc.publish(subject);
    }
    expect(await stream.state()).toMatchObject({ messages: 400_001 });
    await stream.purge({ filter: `${name}.even` });
    const { state } = await stream.info({ deleted_details: true });
    expect(state.deleted).toHaveLength(200_000);
    expect(JSON.stringify(state.deleted).length).toBeGreaterThan(fixture.nc.info?.max_payload ?? 0);
    const gaps = await collect(findGaps(fixture.manager, name));
    expect(gaps).toHaveLength(200_000);
    expect(gaps.findIndex((gap, index) => gap.first !== 2 * (index + 1) || gap.last !== gap.first)).toBe(-1);
  });

  it('stops when told', async () => {
    const stream = await withGaps();
    const controller = new AbortController();
    controller.abort();
    await expect(collect(findGaps(fixture.manager, stream.name, { signal: controller.signal }))).rejects.toThrow(
      code('ABORTED'),
    );
  });

  it.each(['limits', 'interest', 'workqueue'] as const)(
    'walks a %s stream where the list of deleted messages ends',
    async (retention) => {
      const name = uniqueName('WALK');
      const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], retention });
      // Interest streams store nothing without a consumer.
      if (retention === 'interest') await stream.consumers.create({ durable_name: 'KEEP' });
      await publish(fixture, `${name}.a`, 1200);
      for (const seq of [3, 4, 700, 1200]) await stream.deleteMessage(seq);
      const sequences = await collect(walkSequences(fixture.manager.context, stream, 2, 1200));
      const all = Array.from({ length: 1199 }, (_, index) => index + 2);
      expect(sequences).toEqual(all.filter((seq) => ![3, 4, 700, 1200].includes(seq)));
      expect(await stream.consumers.names()).toEqual(retention === 'interest' ? ['KEEP'] : []);
    },
  );
});

describe('pages', () => {
  it.each([true, false])('pages through a stream, direct gets allowed: %p', async (allow_direct) => {
    const stream = await withGaps({ allow_direct });
    const paged = await collect(pages(fixture.manager, stream.name, { pageSize: 5 }));
    expect(paged.map((page) => page.map((message) => message.seq))).toEqual([
      [2, 3, 7, 8, 10],
      [11, 12, 13, 14, 15],
      [16, 17, 18, 19],
    ]);
  });

  it('starts at a sequence, at a time, and at a subject', async () => {
    const stream = await withGaps();
    await publish(fixture, `${stream.name}.b`, 3);
    const sequences = async (options: object) =>
      (await collect(pages(fixture.manager, stream.name, options))).flat().map((message) => message.seq);
    expect(await sequences({ seq: 18 })).toEqual([18, 19, 21, 22, 23]);
    expect(await sequences({ subject: `${stream.name}.b`, pageSize: 2 })).toEqual([21, 22, 23]);
    const since = (await stream.message(22))?.time;
    expect((await sequences({ since })).at(0)).toBeLessThanOrEqual(22);
    expect((await sequences({ since })).at(-1)).toBe(23);
    expect(await sequences({ since: new Date(Date.now() + 60_000) })).toEqual([]);
  });

  it('pages a work queue without taking anything from it', async () => {
    const name = uniqueName('QUEUE');
    const stream = await fixture.manager.streams.create({ name, subjects: [name], retention: 'workqueue' });
    await stream.consumers.create({ durable_name: 'WORKER' });
    await publish(fixture, name, 3);
    expect((await collect(pages(fixture.manager, name))).flat()).toHaveLength(3);
    expect((await stream.state()).messages).toBe(3);
  });

  it.each([{ pageSize: 0 }, { pageSize: 1.5 }, { seq: 1, since: new Date() }])('refuses %j', async (options) => {
    const stream = await withGaps();
    await expect(collect(pages(fixture.manager, stream.name, options))).rejects.toThrow(code('INVALID_ARGUMENT'));
  });
});

describe('diffStream', () => {
  const base: StreamSettings = {
    storage: 'file',
    retention: 'limits',
    max_msgs: 10,
    deny_delete: true,
    allow_direct: false,
  };

  it.each<[string, StreamSettings]>([
    ['a limit', { max_msgs: 20 }],
    ['the storage', { storage: 'memory' }],
    ['limits to interest', { retention: 'interest' }],
    ['limits to work queue', { retention: 'workqueue' }],
    ['max_consumers', { max_consumers: 3 }],
    ['deny_delete off', { deny_delete: false }],
    ['deny_purge on', { deny_purge: true }],
    ['direct gets on', { allow_direct: true }],
    ['a description', { description: 'new' }],
    ['republishing', { republish: { src: '>', dest: 'copy.>' } }],
    ['discard', { discard: 'new' }],
    ['max_age', { max_age: 3600e9 }],
  ])('says of %s what the server then does', async (_, changes) => {
    const name = uniqueName('DIFF');
    const stream = await fixture.manager.streams.create({ name, subjects: [name], ...base });
    const version = fixture.server.version;
    const [change, ...others] = diffStream(stream.config, { ...stream.config, ...changes }, version);
    expect(others).toEqual([]);
    expect(change?.field).toBe(Object.keys(changes)[0]);
    const update = stream.update(changes);
    if (change?.canApply) expect(diffStream((await update).config, changes, version)).toEqual([]);
    else await expect(update).rejects.toThrow(code('API_ERROR'));
  });

  it('finds no difference to what the server made of a configuration', async () => {
    const name = uniqueName('DIFF');
    const settings = { name, subjects: [name] };
    const stream = await fixture.manager.streams.create(settings, {});
    expect(diffStream(stream.config, settings, fixture.server.version)).toEqual([]);
    expect(diffStream(stream.config, { ...settings, sealed: false, metadata: {} }, fixture.server.version)).toEqual([]);
  });
});

describe('diffConsumer', () => {
  it.each<[string, ConsumerSettings]>([
    ['ack_wait', { ack_wait: 60e9 }],
    ['max_deliver', { max_deliver: 5 }],
    ['the deliver policy', { deliver_policy: 'new' }],
    ['the ack policy', { ack_policy: 'all' }],
    ['the replay policy', { replay_policy: 'original' }],
    ['max_waiting', { max_waiting: 7 }],
    ['a deliver subject', { deliver_subject: 'push' }],
    ['the filter', { filter_subject: 'x.a' }],
    ['a description', { description: 'new' }],
  ])('says of %s what the server then does', async (_, changes) => {
    const name = uniqueName('DIFF');
    const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`] });
    const wanted = changes.filter_subject === undefined ? changes : { filter_subject: `${name}.a` };
    const consumer = await stream.consumers.create({ durable_name: 'C' });
    const [change, ...others] = diffConsumer(
      consumer.config,
      { ...consumer.config, ...wanted },
      fixture.server.version,
    );
    expect(others).toEqual([]);
    const update = consumer.update(wanted);
    if (change?.canApply) expect(diffConsumer((await update).config, wanted, fixture.server.version)).toEqual([]);
    else await expect(update).rejects.toThrow(code('API_ERROR'));
  });
});

describe('queries', () => {
  it('select streams by what newer servers allow', async () => {
    const settings: Readonly<Record<string, StreamSettings>> = {
      ttl: { allow_msg_ttl: true },
      counter: { allow_msg_counter: true },
      schedules: { allow_msg_schedules: true },
      atomic: { allow_atomic: true },
      batched: { allow_batched: true },
      async: { persist_mode: 'async' },
    };
    const isNew = fixture.isAtLeast('2.14.0');
    const name = uniqueName('PLAIN');
    await fixture.manager.streams.create({ name, subjects: [name] });
    for (const [claim, setting] of Object.entries(settings)) {
      const wanted = uniqueName('NEWER');
      await fixture.manager.streams.create({ name: wanted, subjects: [wanted], ...(isNew ? setting : {}) });
      const found = async (query: string) =>
        (await fixture.manager.streams.query(query)).streams.map((each) => each.name);
      expect((await found(claim)).includes(wanted)).toBe(isNew);
      expect(await found(`${claim} = false`)).toContain(name);
      await fixture.manager.streams.delete(wanted);
    }
  });

  it('selects streams and consumers', async () => {
    const stream = await withGaps();
    await stream.consumers.create({ durable_name: 'C', filter_subject: `${stream.name}.b` });
    const { streams } = await fixture.manager.streams.query(
      `name = ${stream.name} and messages = 14 and not empty and age < 1h`,
    );
    expect(streams.map(({ name }) => name)).toEqual([stream.name]);
    const { consumers } = await stream.consumers.query(
      `pull and durable and pending = 0 and subject ~ ${stream.name}.*`,
    );
    expect(consumers.map(({ name }) => name)).toEqual(['C']);
    for (const query of ['not bound', 'bound = false', 'paused = false'])
      expect((await stream.consumers.query(query)).consumers).toHaveLength(1);
    await expect(fixture.manager.streams.query('colour = red')).rejects.toThrow(code('INVALID_QUERY'));
  });
});

describe('what is empty', () => {
  it.each([
    ['nothing', 0, undefined],
    ['a page', 25, undefined],
    ['two pages', 50, undefined],
    ['no message on the subject', 26, 'none'],
  ])('ends the pager and a batch with %s', async (_, count, subject) => {
    for (const allow_direct of [false, true]) {
      const name = uniqueName('EMPTY');
      const stream = await fixture.manager.streams.create({ name, subjects: [`${name}.*`], allow_direct });
      await publish(fixture, `${name}.a`, count);
      const filter = subject === undefined ? {} : { subject: `${name}.${subject}` };
      const found = (await collect(pages(fixture.manager, name, { pageSize: 25, ...filter }))).flat();
      expect(found).toHaveLength(subject === undefined ? count : 0);
      if (!allow_direct || !fixture.isAtLeast('2.11.0')) continue;
      expect(await collect(stream.directBatch({ subject: `${name}.none` }))).toEqual([]);
      expect(await collect(stream.directLast([`${name}.none`]))).toEqual([]);
    }
  });
});
