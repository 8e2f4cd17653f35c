import { type ExtensionHandle, SymphonyClient } from '@symphony-ts/client';
import { silentLogger } from '@symphony-ts/contract';
import { startNatsServer } from '@symphony-ts/nats-server';
import { TestPlatform } from '@symphony-ts/testing';
import { z } from 'zod';
import {
  Capability,
  createApplication,
  Endpoint,
  type EndpointRequest,
  Extension,
  ExtensionContext,
  InstanceHandler,
  Rest,
} from '../../src/index.js';

const Item = z.object({ name: z.string() });
type Item = z.infer<typeof Item>;

/** Methods of every kind, each with a different name on the wire. */
@Extension({ prefix: 'shop', name: 'Shop', version: '1.0.0' })
class Shop {
  constructor(private readonly context: ExtensionContext) {}

  @Endpoint({ name: 'create', group: 'v2', request: Item })
  add({ name }: Item) {
    return { added: name };
  }

  @Endpoint('list-all', { response: z.array(z.string()) })
  list() {
    return ['first'];
  }

  @Rest('GET', '/page')
  page() {
    return { html: '<p>' };
  }

  @InstanceHandler('local-who')
  who() {
    return this.context.instanceId;
  }
}

/** The extension that is deployed in its place. */
@Extension({ prefix: 'shop', name: 'Shop', version: '2.0.0' })
class Renamed {
  @Endpoint('everything', { response: z.array(z.string()) })
  list() {
    return ['second'];
  }
}

@Extension({ prefix: 'visitor', name: 'Visitor', version: '1.0.0' })
@Capability('pub', 'extensions.shop.list-all', 'Lists')
class Visitor {
  @Endpoint()
  visit(_input: unknown, { client }: EndpointRequest) {
    return client.extension<Shop>('shop').list();
  }
}

/** Calls every kind of method through a handle that only knows the prefix. */
async function callAll(shop: ExtensionHandle<Shop>): Promise<void> {
  expect(await shop.add({ name: 'nut' })).toEqual({ added: 'nut' });
  expect(await shop.list({ timeoutMs: 20_000 })).toEqual(['first']);
  expect(await shop.page()).toEqual({ html: '<p>' });
  await expect(shop.invoke('list')).rejects.toMatchObject({ code: expect.stringMatching(/NO_RESPONDERS|TIMEOUT/) });
}

describe('a handle by prefix', () => {
  it('[calls.typed-prefix] finds the endpoint behind each method, from a client and from an extension', async () => {
    await using platform = await TestPlatform.start();
    const shop = await platform.create(Shop);
    const visitor = await platform.create(Visitor);
    const client = await platform.client();
    const handle = client.extension<Shop>('shop');
    await callAll(handle);
    expect(await handle.instance(shop.instanceId).who()).toBe(shop.instanceId);
    expect(await visitor.send('visit')).toEqual(['first']);
  });

  it('[calls.typed-prefix] follows an endpoint that was renamed', async () => {
    await using platform = await TestPlatform.start();
    const before = await platform.create(Shop);
    const shop = (await platform.client()).extension<Shop>('shop');
    expect(await shop.list()).toEqual(['first']);
    await before.stop();
    await platform.create(Renamed);
    // A 2.9 server does not report that nobody listens behind an import, so one call is lost before the name is read again.
    const first = await shop.list({ timeoutMs: 500 }).catch((error: unknown) => error);
    if (!Array.isArray(first)) expect(first).toMatchObject({ code: 'TIMEOUT' });
    expect(await shop.list()).toEqual(['second']);
  });

  it('[calls.typed-prefix] asks NATS micro where there is no platform', async () => {
    await using nats = await startNatsServer({ jetstream: {} });
    await using shop = await createApplication(Shop, {
      nats: { servers: nats.url },
      logger: silentLogger,
      signals: false,
    });
    await shop.start();
    const [running] = shop.extensions;
    // Another service of the same name, without methods, also answers discovery.
    await running?.context.addEndpoint('more', {}, () => 'more');
    await using client = await SymphonyClient.connect({ nats: { servers: nats.url }, env: {} });
    await callAll(client.extension<Shop>('shop'));
  });
});
