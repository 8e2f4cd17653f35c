import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { Msg } from '@nats-io/nats-core';
import { platformServices } from '@symphony-ts/contract';
import { type RotationStep, rotateSigningKeys, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { connectWith, exchange, join } from './nats-user.js';

const SLOW = 'cirata.extensions.orders.slow';

const issuer = (jwt: string): unknown =>
  Reflect.get(Object(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())), 'iss');

describe('a rotation of signing keys', () => {
  it('disconnects nobody and loses no call until the old key is retired, and then nobody for good', async () => {
    const dataDir = await mkdtemp(joinPath(tmpdir(), 'platform-rotation-'));
    const platform = await startPlatform({ dataDir });
    const orders = await join(platform, 'orders');
    const step = async (name: RotationStep): Promise<void> => {
      await rotateSigningKeys(joinPath(dataDir, 'operator'), name);
      // A change of any account makes the platform read the file at once. Otherwise it reads it once a minute.
      await platform.keys.create({ name, prefix: name, kind: 'extension' });
    };
    const next = async (): Promise<string> => (await exchange(platform, orders.token)).jwt;

    // A call in progress: when a server gets the account again, it forgets where the reply goes.
    const { token } = await platform.keys.create({
      name: 'caller',
      kind: 'client',
      capabilities: { pub: { allow: [SLOW] }, sub: { allow: [] } },
    });
    const caller = await connectWith(await exchange(platform, token));
    let under: Msg | undefined;
    orders.nc.subscribe(SLOW, { callback: (_error, message) => void (under = message) });
    await orders.nc.flush();
    const waiting = caller.request(SLOW, '', { timeout: 60_000 });
    await eventually('the call is under way', () => under !== undefined);

    await step('introduce');
    expect(issuer(await next())).toBe(issuer(orders.credentials.jwt));
    await step('promote');
    expect(issuer(await next())).not.toBe(issuer(orders.credentials.jwt));
    const fresh = await connectWith(await exchange(platform, orders.token));
    expect((await orders.nc.request(platformServices.info, '', { timeout: 10_000 })).json()).toHaveProperty('name');

    under?.respond('ANSWER');
    expect((await waiting).string()).toBe('ANSWER');

    const cut = orders.nc.closed();
    await step('retire');
    await cut;
    expect((await fresh.request(platformServices.info, '')).json()).toHaveProperty('name');
    const back = await connectWith(await exchange(platform, orders.token));
    await Promise.all([fresh.close(), back.close(), caller.close()]);
    await platform.stop();

    await using again = await startPlatform({ dataDir });
    const nc = await connectWith(await exchange(again, orders.token));
    await nc.close();
    await again.stop();
    await rm(dataDir, { recursive: true });
  });
});
