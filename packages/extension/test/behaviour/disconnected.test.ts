import { once } from 'node:events';
import { type ExtensionUnderTest, TestExtension, TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../../test/support/eventually.js';
import { Bucket, Capability, Endpoint, type EndpointRequest, Extension, ExtensionContext } from '../../src/index.js';

const LONG = { timeoutMs: 60_000 };
const SHORT = { timeoutMs: 200 };

@Extension({ prefix: 'slow', name: 'Slow', version: '1.0.0' })
class Slow {
  asked = 0;

  @Endpoint({ timeoutMs: 0 })
  async wait(_input: unknown, { signal }: EndpointRequest): Promise<void> {
    this.asked += 1;
    await once(signal, 'abort');
  }
}

@Extension({ prefix: 'teller', name: 'Teller', version: '1.0.0' })
@Capability('pub', 'extensions.slow.wait', 'Waits')
@Capability('pub', 'extensions.teller.said', 'Something was said')
@Bucket('teller_notes')
class Teller {
  constructor(readonly context: ExtensionContext) {}

  @Endpoint()
  async count(): Promise<{ readonly notes: number }> {
    const notes = await this.context.bucket('teller_notes');
    const keys: string[] = [];
    for await (const key of notes.keys()) keys.push(key);
    return { notes: keys.length };
  }
}

/** An extension with a connection that a test breaks, and the number of requests to the service that it calls. */
interface Cut extends AsyncDisposable {
  readonly teller: ExtensionUnderTest<Teller>;
  readonly asked: () => number;
  readonly disconnect: () => Promise<void>;
  readonly reconnect: () => Promise<void>;
}

async function onFakes(): Promise<Cut> {
  let asked = 0;
  const wait = (): Promise<never> => {
    asked += 1;
    return new Promise(() => undefined);
  };
  const teller = await TestExtension.create(Teller, { services: { 'cirata.extensions.slow.wait': wait } });
  return {
    teller,
    asked: () => asked,
    disconnect: () => teller.disconnect(),
    reconnect: () => teller.reconnect(),
    [Symbol.asyncDispose]: () => teller.stop(),
  };
}

async function onPlatform(): Promise<Cut> {
  const platform = await TestPlatform.start();
  // Its call continues until the stop.
  const slow = await platform.create(Slow, { application: { drainTimeoutMs: 100 } });
  const teller = await platform.create(Teller);
  const server = platform.platform.natsServer;
  let isKilled = false;
  const isDown = (): Promise<boolean> =>
    teller.context.client.request('cirata.extensions.slow.nothing', undefined, SHORT).then(
      () => false,
      (error: unknown) => Reflect.get(Object(error), 'isSent') === false,
    );
  return {
    teller,
    asked: () => slow.instance.asked,
    disconnect: async () => {
      isKilled = true;
      await server?.kill();
      await eventually('the connection knows', isDown);
    },
    reconnect: async () => {
      await server?.restart();
      isKilled = false;
    },
    [Symbol.asyncDispose]: async () => {
      // A platform without its server needs a long time to stop.
      if (isKilled) await server?.restart();
      await platform.stop();
    },
  };
}

const refused = (isSent: boolean): unknown => expect.objectContaining({ code: 'DISCONNECTED', isSent });

describe.each([
  ['on fakes', onFakes],
  ['on a platform', onPlatform],
])('an extension without its connection %s', (_where, open) => {
  it('says of a call under way that it may have been handled, and of a later one that it was not sent', async () => {
    await using cut = await open();
    const { client } = cut.teller.context;
    const underWay = client.extension('slow').invoke('wait', undefined, LONG);
    await Promise.all([
      expect(underWay).rejects.toEqual(refused(true)),
      eventually('the call is there', () => cut.asked() > 0).then(cut.disconnect),
    ]);
    const asked = cut.asked();
    await expect(client.extension('slow').invoke('wait', undefined, SHORT)).rejects.toEqual(refused(false));
    expect(cut.asked()).toBe(asked);
  });

  it('keeps its events and its writes until it is back, and answers again', async () => {
    await using cut = await open();
    const { teller } = cut;
    const notes = await teller.context.bucket('teller_notes');
    await cut.disconnect();
    // A request that waited longer than its time was not sent, so it may be repeated.
    const again = async (send: () => Promise<unknown>): Promise<unknown> => {
      try {
        return await send();
      } catch (error) {
        expect(error).toEqual(refused(false));
        return again(send);
      }
    };
    const sent = [
      again(() => teller.context.publish('extensions.teller.said', 'hello')),
      again(() => notes.put('one', 1)),
      again(() => notes.putAll({ two: 2, three: 3 })),
    ];
    await cut.reconnect();
    await Promise.all(sent);
    await eventually('it answers', () =>
      teller.request('count').then(
        ({ notes: count }) => count === 3,
        () => false,
      ),
    );
  });
});

describe('TestExtension.disconnect', () => {
  it('keeps events, in order, until the connection is back', async () => {
    await using teller = await TestExtension.create(Teller);
    await teller.disconnect();
    const sent = ['one', 'two'].map((text) => teller.context.publish('extensions.teller.said', text));
    expect(teller.published).toEqual([]);
    await teller.reconnect();
    await Promise.all(sent);
    expect(teller.published.map(({ payload }) => payload)).toEqual(['one', 'two']);
  });

  it('leaves the extension out of reach, and the test at its buckets', async () => {
    await using teller = await TestExtension.create(Teller);
    await teller.disconnect();
    await expect(teller.request('count')).rejects.toMatchObject({ code: 'NO_RESPONDERS' });
    await teller.bucket('teller_notes').put('seen', true);
    await teller.reconnect();
    expect(await teller.request('count')).toEqual({ notes: 1 });
  });

  it('fails what is sent at once where the outage is long', async () => {
    await using teller = await TestExtension.create(Teller);
    const notes = await teller.context.bucket('teller_notes');
    await teller.disconnect();
    const kept = notes.put('kept', 1).catch((error: unknown) => error);
    await teller.disconnect({ keeps: false });
    expect(await kept).toEqual(refused(false));
    const sends: readonly (() => Promise<unknown>)[] = [
      () => notes.put('k', 1),
      () => notes.get('k'),
      () => teller.context.publish('extensions.teller.said'),
      () => teller.context.client.extension('slow').invoke('wait', undefined, LONG),
    ];
    for (const send of sends) await expect(send()).rejects.toEqual(refused(false));
    await teller.reconnect();
    expect(await notes.put('k', 1)).toBe(1); // The kept write was sent as well.
    expect(teller.published).toEqual([]);
  });

  it('stops all the same', async () => {
    const teller = await TestExtension.create(Teller);
    await teller.disconnect();
    await teller.stop();
  });

  it('has a report of usage repeated whose answer was lost, under the same id', async () => {
    await using teller = await TestExtension.create(Teller);
    const reporting = teller.context.reportUsage({ gigabytes: 1 });
    await teller.disconnect();
    await teller.reconnect();
    expect(await reporting).toMatchObject({ result: 'ok' });
    expect(new Set(teller.usage.map(({ id }) => id)).size).toBe(1);
    expect(teller.usage.length).toBe(2);
  });
});
