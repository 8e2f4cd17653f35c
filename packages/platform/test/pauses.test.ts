import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SymphonyClient } from '@symphony-ts/client';
import { PAUSE_BROADCAST, silentLogger } from '@symphony-ts/contract';
import { createApplication, defineExtension, endpoint } from '@symphony-ts/extension';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { linkOf } from '@symphony-ts/storage/internal';
import { eventually } from '../../../test/support/eventually.js';
import { connectKeeper } from '../src/nats/platform-connection.js';
import { openOperatorKeys } from '../src/operator/operator-keys.js';

const ORDERS = 'cirata.extensions.orders.count';
const LONG = { timeoutMs: 60_000 };

describe('a pause that the platform announces', () => {
  let dataDir: string;
  let platform: Platform;
  let counted = 0;
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'platform-pauses-'));
    platform = await startPlatform({ dataDir, dev: { grantDeclared: true } });
    ends.push(() => platform.stop());
    for (const prefix of ['orders', 'stock']) {
      const { token } = await platform.keys.create({ name: prefix, prefix, kind: 'extension' });
      const count = endpoint({}, () => ({ counted: (counted += 1) }));
      const extension = defineExtension({ prefix, name: prefix, version: '1.0.0', endpoints: { count } });
      const options = { token, address: platform.httpUrl, logger: silentLogger, signals: false };
      const application = await createApplication(extension, options);
      ends.push(() => application.stop());
      await application.start();
    }
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** A connection that may announce what the platform announces. */
  const announcing = async () => {
    const keys = await openOperatorKeys(join(dataDir, 'operator'), 0);
    const nats = { urls: [platform.natsUrl] };
    const nc = await connectKeeper({ keys, nats, account: 'PLATFORM', logger: silentLogger });
    ends.push(() => nc.close());
    return (notice: unknown): void => nc.publish(PAUSE_BROADCAST, JSON.stringify(notice));
  };

  it('has the calls to an extension wait until it is over, and no others', async () => {
    const { token } = await platform.keys.create({ name: 'caller', kind: 'client' });
    const client = await SymphonyClient.connect({ token, address: platform.httpUrl, env: {}, logger: silentLogger });
    ends.push(() => client.close());
    const announce = await announcing();
    const link = linkOf(client.connection.nc);
    expect(await client.extension('orders').invoke('count', {})).toEqual({ counted: 1 });
    announce('not a notice');
    await eventually('the caller has heard it', () => {
      announce({ id: 'a', prefixes: ['orders'], ms: 3_000 });
      return link.pauses.hold(ORDERS);
    });
    const isOver = { now: false };
    const waiting = client
      .extension('orders')
      .invoke('count', {}, LONG)
      .then(() => expect(isOver.now || !link.pauses.hold(ORDERS)).toBe(true));
    await client.extension('stock').invoke('count', {});
    const overHttp = fetch(`${platform.httpUrl}/api/v1/services/orders/count`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    isOver.now = true;
    announce({ id: 'a', ms: 0 });
    await Promise.all([waiting, overHttp.then(({ status }) => expect(status).toBe(200))]);
    await eventually('nothing waits', () => link.outbox.size === 0 && !link.pauses.hold(ORDERS));
  });

  it('ends on its own, and lets a call pass that has no time to wait', async () => {
    const { token } = await platform.keys.create({ name: 'caller', kind: 'client' });
    const client = await SymphonyClient.connect({ token, address: platform.httpUrl, env: {}, logger: silentLogger });
    ends.push(() => client.close());
    const announce = await announcing();
    const link = linkOf(client.connection.nc);
    await eventually('the caller has heard it', () => {
      announce({ id: 'b', ms: 3_000 });
      return link.pauses.hold(ORDERS);
    });
    const calls = [{ timeoutMs: 5_000 }, LONG].map((options) =>
      client.extension('orders').invoke('count', {}, options),
    );
    expect(await Promise.race(calls.map((call, index) => call.then(() => index)))).toBe(0);
    await Promise.all(calls);
    expect(link.pauses.hold(ORDERS)).toBe(false);
  });
});
