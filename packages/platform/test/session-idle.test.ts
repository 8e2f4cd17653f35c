import { type KeyCapabilities, ProvisionReply, platformServices } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { connectWith, exchange } from './nats-user.js';

const none: KeyCapabilities = { pub: { allow: [] }, sub: { allow: [] } };

describe('a session', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform({ dev: { signIn: true }, sessionIdleMs: 2_000 });
  }, 60_000);
  afterAll(() => platform.stop());

  it('lasts while it is used, and ends when nobody does', async () => {
    const signedIn = await fetch(`${platform.httpUrl}/api/v1/usertoken`);
    const { token } = (await signedIn.json()) as { token: string };
    const idleAfter = (): number => Date.parse(platform.keys.list().find(({ session }) => session)?.idleAfter ?? '');
    const use = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${platform.httpUrl}/api/v1/userinfo`, { headers })).status;
    };
    const first = idleAfter();
    await eventually(async () => {
      expect(await use()).toBe(200);
      return Date.now() > first;
    });
    await eventually(() => Date.now() > idleAfter());
    expect(await use()).toBe(401);
  }, 30_000);
});

describe('a key that a registration token made', () => {
  let platform: Platform;
  beforeAll(async () => {
    platform = await startPlatform({ mintedKeyIdleMs: 5_000 });
  }, 60_000);
  afterAll(() => platform.stop());

  it('lasts while its extension uses it, ends when that is gone, and can be made again', async () => {
    const { token } = await platform.keys.create({ name: 'reg', kind: 'registration', prefix: 'team-*' });
    const nc = await connectWith(await exchange(platform, token));
    const mint = async () => {
      const request = JSON.stringify({ prefix: 'team-a', name: 'a', capabilities: none });
      return ProvisionReply.parse((await nc.request(platformServices.provision, request, { timeout: 10_000 })).json());
    };
    const made = await mint();
    const idleAfter = (): number =>
      Date.parse(platform.keys.list().find(({ id }) => id === made.id)?.idleAfter ?? 'no such key');
    const first = idleAfter();
    await eventually(async () => {
      await exchange(platform, made.token);
      return Date.now() > first;
    });
    await eventually(() => Date.now() > idleAfter());
    await expect(exchange(platform, made.token)).rejects.toThrow('nobody used it');
    const again = await mint();
    const instance = await connectWith(await exchange(platform, again.token));
    await Promise.all([instance.close(), nc.close()]);
  }, 60_000);
});
