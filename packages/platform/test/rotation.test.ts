import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { platformServices } from '@symphony-ts/contract';
import { type RotationStep, rotateSigningKeys, startPlatform } from '@symphony-ts/platform';
import { connectWith, exchange, join } from './nats-user.js';

const issuer = (jwt: string): unknown =>
  Reflect.get(Object(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())), 'iss');

describe('a rotation of signing keys', () => {
  it('disconnects nobody until the old key is retired, and then nobody for good', async () => {
    const dataDir = await mkdtemp(joinPath(tmpdir(), 'platform-rotation-'));
    const platform = await startPlatform({ dataDir });
    const orders = await join(platform, 'orders');
    const step = async (name: RotationStep): Promise<void> => {
      await rotateSigningKeys(joinPath(dataDir, 'operator'), name);
      // Anything that touches an account has the file read; left alone, a platform looks once a minute.
      await platform.keys.create({ name, prefix: name, kind: 'extension' });
    };
    const next = async (): Promise<string> => (await exchange(platform, orders.token)).jwt;

    await step('introduce');
    expect(issuer(await next())).toBe(issuer(orders.credentials.jwt));
    await step('promote');
    expect(issuer(await next())).not.toBe(issuer(orders.credentials.jwt));
    const fresh = await connectWith(await exchange(platform, orders.token));
    expect((await orders.nc.request(platformServices.info, '')).json()).toHaveProperty('name');

    const cut = orders.nc.closed();
    await step('retire');
    await cut;
    expect((await fresh.request(platformServices.info, '')).json()).toHaveProperty('name');
    const back = await connectWith(await exchange(platform, orders.token));
    await Promise.all([fresh.close(), back.close()]);
    await platform.stop();

    await using again = await startPlatform({ dataDir });
    const nc = await connectWith(await exchange(again, orders.token));
    await nc.close();
    await again.stop();
    await rm(dataDir, { recursive: true });
  });
});
