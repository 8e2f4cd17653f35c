import { connect } from '@nats-io/transport-node';
import { createManager, type Manager } from '../src/index.js';
import { atVersion } from './support/at-version.js';
import { type Fixture, startFixture, uniqueName } from './support/fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.stop());

const code = (what: string) => expect.objectContaining({ code: what });

/** A manager whose connected server has another version than the answering one, as behind a leaf node. */
function connectedTo(version: string): Promise<{ manager: Manager; sent: Map<string, string> }> {
  const sent = new Map<string, string>();
  const nc = atVersion(fixture.nc, version, (subject, level) => sent.set(subject, level));
  return createManager(nc).then((manager) => ({ manager, sent }));
}

describe('the server that answers decides what is supported, not the one of the connection', () => {
  it.each(['2.9.10', '2.15.1'])('on a connection to %s', async (connected) => {
    const { manager, sent } = await connectedTo(connected);
    const name = uniqueName('S');
    const settings = { name, subjects: [`${name}.>`], allow_msg_ttl: true, allow_direct: true };
    if (!fixture.isAtLeast('2.11.0')) {
      await expect(manager.streams.create(settings)).rejects.toThrow(
        /FEATURE_UNSUPPORTED.*allow_msg_ttl needs nats-server 2\.11\.0.*dropped it, and the stream was not kept/,
      );
      expect(await manager.streams.exists(name)).toBe(false);
      return;
    }
    const stream = await manager.streams.create(settings);
    expect(stream.config.allow_msg_ttl).toBe(true);
    expect(sent.get(`$JS.API.STREAM.CREATE.${name}`)).toBe('1');
    await stream.update({ allow_atomic: true });
    expect(sent.get(`$JS.API.STREAM.UPDATE.${name}`)).toBe('2');
    await stream.update({ description: 'needs nothing' });
    expect(sent.get(`$JS.API.STREAM.UPDATE.${name}`)).toBe('');
    const consumer = await stream.consumers.create({
      durable_name: 'C',
      priority_groups: ['g'],
      priority_policy: 'overflow',
    });
    expect(sent.get(`$JS.API.CONSUMER.CREATE.${name}.C`)).toBe('1');
    expect((await consumer.pause(new Date(Date.now() + 60_000))).paused).toBe(true);
    for await (const _ of stream.directBatch()) throw new Error('it is empty');
  });

  it('refuses an update that the server would drop before anything is changed', async () => {
    const { manager } = await connectedTo('2.15.1');
    const name = uniqueName('U');
    const stream = await manager.streams.create({ name, subjects: [`${name}.>`] });
    const change = stream.update({ description: 'new', allow_batched: true });
    if (fixture.isAtLeast('2.14.0')) return void (await change);
    await expect(change).rejects.toThrow(code('FEATURE_UNSUPPORTED'));
    expect((await stream.info()).config.description).toBeUndefined();
  });

  it('does not delete what was there when an old server drops a setting', async () => {
    const { manager } = await connectedTo('2.15.1');
    const name = uniqueName('D');
    const stream = await manager.streams.create({ name, subjects: [`${name}.>`] });
    await stream.consumers.create({ durable_name: 'C' });
    const again = { durable_name: 'C', metadata: { a: 'b' } };
    await expect(stream.consumers.create(again)).rejects.toThrow();
    expect(await stream.consumers.names()).toEqual(['C']);
    await expect(manager.streams.create({ name, subjects: [`${name}.>`], metadata: { a: 'b' } })).rejects.toThrow();
    expect(await manager.streams.exists(name)).toBe(true);
    if (fixture.isAtLeast('2.10.0')) return;
    await expect(stream.consumers.create({ durable_name: 'NEW', metadata: { a: 'b' } })).rejects.toThrow(
      code('FEATURE_UNSUPPORTED'),
    );
    expect(await stream.consumers.names()).toEqual(['C']);
  });
});

it('updates a stream by two requests', async () => {
  const nc = await connect({ servers: fixture.server.url });
  const manager = await createManager(nc);
  const name = uniqueName('L');
  await manager.streams.create({ name, subjects: [name] });
  const asked: string[] = [];
  const traced = await createManager(nc, {
    trace: ({ kind, subject }) => void (kind === 'request' && asked.push(subject)),
  });
  await traced.streams.update(name, { description: 'a' });
  expect(asked).toEqual([`$JS.API.STREAM.INFO.${name}`, `$JS.API.STREAM.UPDATE.${name}`]);
  await nc.close();
});
