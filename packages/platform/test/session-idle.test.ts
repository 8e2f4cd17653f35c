import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';

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
