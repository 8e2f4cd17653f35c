import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { DiscoveryReply, type KeyCapabilities, platformServices } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { type Joined, join, manifest } from './nats-user.js';
import { beat, enter, register } from './security/world.js';

let platform: Platform;
let catalog: Joined;
let orders: Joined;
let client: Joined;

const { discoveryInfo, discoveryPing, discoveryStats } = platformServices;
const pub = (...allow: string[]): KeyCapabilities => ({ pub: { allow }, sub: { allow: [] } });
const reply = async (nc: NatsConnection, subject: string, prefix?: string): Promise<Msg> =>
  nc.request(subject, JSON.stringify(prefix === undefined ? {} : { prefix }), { timeout: 10_000 });
const ask = async (nc: NatsConnection, subject: string, prefix?: string): Promise<DiscoveryReply> =>
  DiscoveryReply.parse((await reply(nc, subject, prefix)).json());
const found = ({ services }: DiscoveryReply): readonly unknown[] =>
  services.map(({ prefix, isDeclared, service }) => [prefix, service.name, isDeclared]);

/** Answers discovery like NATS micro (ADR-32). */
async function serve({ nc }: Joined, name: string, group: string): Promise<void> {
  const ids = { name, id: `ID-OF-${name}`, version: '1.0.0', metadata: {} };
  const endpoint = { name: 'list', subject: `${group}.list` };
  const answers = {
    PING: { ...ids, type: 'io.nats.micro.v1.ping_response' },
    INFO: { ...ids, type: 'io.nats.micro.v1.info_response', description: '', endpoints: [endpoint] },
    STATS: {
      ...ids,
      type: 'io.nats.micro.v1.stats_response',
      started: new Date().toISOString(),
      endpoints: [{ ...endpoint, num_requests: 7, num_errors: 0 }],
    },
  };
  for (const [verb, one] of Object.entries(answers)) {
    nc.subscribe(`$SRV.${verb}`, { callback: (_error, message) => void message.respond(JSON.stringify(one)) });
  }
  await nc.flush();
}

/** Makes an extension answer discovery with this, until it is stopped. */
async function pose({ nc }: Joined, subject: string, answer: string | readonly string[]): Promise<() => void> {
  const subscription = nc.subscribe(subject, {
    callback: (_error, message) => [answer].flat().forEach((one) => message.respond(one)),
  });
  await nc.flush();
  return () => subscription.unsubscribe();
}
const answer = (name: string, more: object = {}): string =>
  JSON.stringify({ name, id: 'FAKE', version: '9.9.9', metadata: {}, ...more });

/** Repeats a request, because the platform asks an account only once a second. */
const askUntil = async (subject: string, prefix: string, isIt: (reply: DiscoveryReply) => boolean) => {
  let last: DiscoveryReply = { services: [], dropped: [], incomplete: [] };
  await eventually(async () => isIt((last = await ask(client.nc, subject, prefix))));
  return last;
};

beforeAll(async () => {
  platform = await startPlatform();
  catalog = await join(platform, 'catalog');
  orders = await enter(platform, {
    name: 'orders',
    prefix: 'orders',
    kind: 'extension',
    capabilities: pub(discoveryPing),
  });
  await register(catalog.nc, 'catalog', { services: [{ name: 'search', version: '1.0.0' }] });
  await register(orders.nc, 'orders', {});
  client = await enter(platform, { name: 'c', kind: 'client', capabilities: pub('cirata.services.discovery.*') });
  await serve(catalog, 'catalog', 'cirata.extensions.catalog');
  await serve(catalog, 'search', 'cirata.extensions.catalog');
  await serve(catalog, 'extra', 'internal');
  await serve(orders, 'orders', 'cirata.extensions.orders');
  await beat(platform, 'catalog', catalog);
  await beat(platform, 'orders', orders);
});
afterAll(async () => {
  await Promise.all([catalog, orders, client].map(({ nc }) => nc.close()));
  await platform.stop();
});

describe('discovery', () => {
  it('shows a client the services of all running extensions, by the account each answers from', async () => {
    const reply = await ask(client.nc, discoveryInfo);
    expect(found(reply)).toEqual([
      ['catalog', 'catalog', true],
      ['catalog', 'extra', false],
      ['catalog', 'search', true],
      ['orders', 'orders', true],
    ]);
    expect(reply.services[3]?.service.endpoints).toMatchObject([
      { name: 'list', subject: 'cirata.extensions.orders.list' },
    ]);
    expect(reply).toMatchObject({ dropped: [], incomplete: [] });
  });

  it('shows an extension that may, what it may, of one extension', async () => {
    expect(found(await ask(orders.nc, discoveryPing, 'catalog'))).toHaveLength(3);
    expect((await reply(orders.nc, discoveryStats)).json()).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect((await reply(catalog.nc, discoveryPing)).json()).toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('has the numbers of each endpoint', async () => {
    const { services } = await ask(client.nc, discoveryStats, 'catalog');
    const all = services.flatMap(({ service }) => service.endpoints ?? []);
    expect(all).toContainEqual(expect.objectContaining({ name: 'list', num_requests: 7 }));
  });

  it('does not know what is not registered, and takes no other request', async () => {
    expect((await reply(client.nc, discoveryInfo, 'nobody')).json()).toMatchObject({ code: 'EXTENSION_NOT_FOUND' });
    expect((await client.nc.request(discoveryInfo, '{"prefix":7}', { timeout: 10_000 })).json()).toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  it('ends for an extension that has gone', async () => {
    const gone = await join(platform, 'gone');
    await register(gone.nc, 'gone', {});
    await gone.nc.close();
    expect(await ask(client.nc, discoveryPing, 'gone')).toEqual({ services: [], dropped: [], incomplete: [] });
  });

  it.each([
    ['by its name', answer('orders'), "calls itself 'orders'"],
    [
      'by an endpoint',
      answer('catalog', { endpoints: [{ name: 'list', subject: 'cirata.extensions.orders.list' }] }),
      'cirata.extensions.orders.list',
    ],
    ['by no answer at all', 'FAKE', 'not the answer'],
  ])('drops what speaks as another extension, %s', async (_how, text, reason) => {
    const stop = await pose(catalog, '$SRV.INFO', text);
    const reply = await askUntil(discoveryInfo, 'catalog', ({ dropped }) => dropped.length > 0);
    expect(reply.dropped).toEqual([{ prefix: 'catalog', reason: expect.stringContaining(reason) }]);
    expect(JSON.stringify(reply.services)).not.toContain('FAKE');
    stop();
    await askUntil(discoveryInfo, 'catalog', ({ dropped }) => dropped.length === 0);
  });

  it('keeps the prefix of the account whatever an answer says', async () => {
    const stop = await pose(catalog, '$SRV.INFO', answer('mine', { prefix: 'orders', account: 'orders' }));
    const { services } = await askUntil(discoveryInfo, 'catalog', (reply) => reply.services.length > 3);
    expect(services.find(({ service }) => service.id === 'FAKE')).toMatchObject({
      prefix: 'catalog',
      isDeclared: false,
    });
    stop();
  });

  it('is cut for an extension that says too much, and whole for the others', async () => {
    const metadata = { long: 'x'.repeat(3_000) };
    const stop = await pose(
      catalog,
      '$SRV.INFO',
      Array.from({ length: 400 }, () => answer('much', { metadata })),
    );
    await askUntil(discoveryInfo, 'catalog', ({ incomplete }) => incomplete.length > 0);
    const reply = await ask(client.nc, discoveryInfo);
    expect(reply.incomplete).toEqual(['catalog']);
    expect(found(reply)).toContainEqual(['orders', 'orders', true]);
    stop();
  });

  it('in development gives an extension what it declares', async () => {
    await using dev = await startPlatform({ dev: { grantDeclared: true } });
    const joined = await join(dev, 'one');
    await joined.nc.request(platformServices.register, manifest('one'), { timeout: 10_000 });
    expect((await reply(joined.nc, discoveryInfo)).json()).toMatchObject({ code: 'PERMISSION_DENIED' });
    const capabilities = [{ type: 'pub', subject: 'services.discovery.info' }];
    await joined.nc.request(platformServices.register, manifest('one', { capabilities }), { timeout: 10_000 });
    expect((await reply(joined.nc, discoveryInfo)).json()).toMatchObject({ services: [] });
    await joined.nc.close();
  });
});
