import { once } from 'node:events';
import { type ExtensionUnderTest, type LiveExtension, TestExtension, TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../../test/support/eventually.js';
import {
  Capability,
  Endpoint,
  type EndpointRequest,
  Extension,
  ExtensionContext,
  Rest,
  type RestRequest,
} from '../../src/index.js';

/**
 * So long that a request may wait on a busy machine: an endpoint refuses one that would wait for most of its time, and one refused
 * call of 500 would end the others.
 */
const LONG = { timeoutMs: 600_000 };

/** The last of three extensions. It works until its caller has gone. */
@Extension({ prefix: 'third', name: 'Third', version: '1.0.0' })
class Third {
  working = 0;
  readonly reasons: unknown[] = [];

  @Endpoint(LONG)
  async work(_input: unknown, { signal }: EndpointRequest): Promise<void> {
    this.working += 1;
    await once(signal, 'abort');
    this.reasons.push(signal.reason);
  }
}

@Extension({ prefix: 'second', name: 'Second', version: '1.0.0' })
@Capability('pub', 'extensions.third.work', 'Has it done')
class Second {
  constructor(private readonly context: ExtensionContext) {}

  @Endpoint(LONG)
  hand(_input: unknown, { client }: EndpointRequest): Promise<unknown> {
    return client.extension('third').invoke('work', undefined, LONG);
  }

  @Endpoint(LONG)
  handOver(_input: unknown, { signal }: EndpointRequest): Promise<unknown> {
    return this.context.client.extension('third').invoke('work', undefined, { ...LONG, signal });
  }

  @Endpoint(LONG)
  async spread(_input: unknown, { client }: EndpointRequest): Promise<void> {
    await Promise.all(Array.from({ length: 500 }, () => client.extension('third').invoke('work', undefined, LONG)));
  }
}

@Extension({ prefix: 'first', name: 'First', version: '1.0.0' })
@Capability('pub', 'extensions.second.hand', 'Hands it on')
@Capability('pub', 'extensions.second.handOver', 'Hands it on with a signal')
@Capability('pub', 'extensions.second.spread', 'Hands it on many times')
class First {
  @Endpoint(LONG)
  begin(name: unknown, { client }: EndpointRequest): Promise<unknown> {
    return client.extension('second').invoke(String(name), undefined, LONG);
  }

  @Rest('GET', '/begin', LONG)
  beginOverHttp({ client }: RestRequest): Promise<unknown> {
    return client.extension('second').invoke('hand', undefined, LONG);
  }
}

describe('a caller that gives up', () => {
  let platform: TestPlatform;
  let first: LiveExtension<First>;
  let third: LiveExtension<Third>;
  beforeAll(async () => {
    platform = await TestPlatform.start();
    third = await platform.create(Third);
    await platform.create(Second);
    first = await platform.create(First);
  });
  beforeEach(() => {
    third.instance.working = 0;
    third.instance.reasons.length = 0;
  });
  afterAll(() => platform.stop());

  it.each<[string, number, Begin]>([
    ['over HTTP', 1, (caller, signal) => caller.rest('GET', '/begin', { signal })],
    ['over NATS', 1, (caller, signal) => caller.send('begin', 'hand', { ...LONG, signal })],
    ['over NATS, behind a signal', 1, (caller, signal) => caller.send('begin', 'handOver', { ...LONG, signal })],
    ['over NATS, before 500 calls', 500, (caller, signal) => caller.send('begin', 'spread', { ...LONG, signal })],
  ])('[calls.cancel] ends the work of all three hops: %s', async (_how, works, begin) => {
    const given = new AbortController();
    const asked = begin(first, given.signal).catch((error: unknown) => error);
    await eventually('the last one works', () => third.instance.working === works);
    given.abort();
    expect(await asked).toHaveProperty('message');
    await eventually('the last one has heard', () => third.instance.reasons.length === works);
    expect(third.instance.reasons[0]).toMatchObject({ code: 'ABORTED' });
  });

  it('[calls.cancel] leaves what others asked for alone', async () => {
    const [given, kept] = [new AbortController(), new AbortController()];
    const asks = [given, kept].map(({ signal }) =>
      first.send('begin', 'hand', { ...LONG, signal }).catch(() => undefined),
    );
    await eventually('both are worked on', () => third.instance.working === 2);
    given.abort();
    await eventually('one has ended', () => third.instance.reasons.length > 0);
    kept.abort();
    await Promise.all(asks);
    await eventually('both have ended', () => third.instance.reasons.length === 2);
  });

  it.each<[string, Begin]>([
    ['over HTTP', (caller, signal) => caller.rest('GET', '/begin', { signal })],
    ['over NATS', (caller, signal) => caller.send('begin', 'hand', { ...LONG, signal })],
  ])('[calls.cancel] tells fakes so, without a server: %s', async (_how, begin) => {
    const reasons: unknown[] = [];
    let working = 0;
    const hand = async (_request: unknown, { signal }: { readonly signal: AbortSignal }): Promise<void> => {
      working += 1;
      await once(signal, 'abort');
      reasons.push(signal.reason);
    };
    await using fake = await TestExtension.create(First, { services: { 'cirata.extensions.second.hand': hand } });
    const given = new AbortController();
    const asked = begin(fake, given.signal).catch((error: unknown) => error);
    await eventually('the fake works', () => working === 1);
    given.abort();
    expect(await asked).toHaveProperty('message');
    await eventually('the fake has heard', () => reasons.length === 1);
    expect(fake.published).toEqual([]);
  });
});

type Begin = (caller: ExtensionUnderTest<First>, signal: AbortSignal) => Promise<unknown>;
