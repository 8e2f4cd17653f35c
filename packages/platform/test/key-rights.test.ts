import { type KeyCapabilities, platformServices, rights } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { askPlatform } from './ask-platform.js';

const lists = (pub: readonly string[], sub: readonly string[] = []): KeyCapabilities => ({
  pub: { allow: [...pub] },
  sub: { allow: [...sub] },
});
const LIST = 'cirata.extensions.catalog.list';
const maker = { name: 'maker', description: '', groups: ['*'], capabilities: lists([rights.keysCreate, LIST]) };

interface Made {
  readonly id: string;
  readonly token: string;
}

const ask = <T>(platform: Platform, deed: string, token?: string, body?: unknown) =>
  askPlatform<T>(platform, deed, { token, body });

describe.each([true, false])(
  'keys of a person who may make keys and call one endpoint (grantDeclared: %s)',
  (grantDeclared) => {
    let platform: Platform;
    let session: Made;
    beforeAll(async () => {
      platform = await startPlatform({ dev: { signIn: true, grantDeclared }, roles: [maker] });
      session = (await ask<Made>(platform, 'GET usertoken')).body;
    });
    afterAll(() => platform.stop());

    const make = async (more: object): Promise<Made> =>
      (await ask<Made>(platform, 'POST keys', session.token, { name: 'one', kind: 'client', ...more })).body;
    const capabilitiesOf = async ({ token }: Made): Promise<KeyCapabilities> =>
      (await ask<{ capabilities: KeyCapabilities }>(platform, 'GET roles', token)).body.capabilities;

    it('hold nothing beyond the roles of the person where nothing was asked for', async () => {
      const key = await make({});
      expect(await capabilitiesOf(key)).toEqual(lists([]));
      for (const deed of ['GET admin/roles', 'GET admin/audit'])
        expect((await ask(platform, deed, key.token)).status).toBe(403);
    });

    it('hold nothing beyond them where capabilities are taken away', async () => {
      const key = await make({ capabilities: lists([LIST]) });
      expect((await ask(platform, `PUT key/${key.id}`, session.token, { capabilities: null })).status).toBe(200);
      expect(await capabilitiesOf(key)).toEqual(lists([]));
    });

    it.each([{ capabilities: null }, { expires: null }, { capabilities: lists([LIST]) }])(
      'a session is not changed by %j',
      async (change) => {
        expect((await ask(platform, `PUT key/${session.id}`, session.token, change)).status).toBe(400);
        expect((await ask(platform, 'GET userinfo', session.token)).status).toBe(200);
      },
    );

    it('do not see, change or end each other without the right to make keys', async () => {
      const [production, narrow] = [
        await make({ kind: 'extension', prefix: 'mine' }),
        await make({ capabilities: lists([LIST]) }),
      ];
      const seen = (await ask<Made[]>(platform, 'GET keys', narrow.token)).body;
      expect(seen.map(({ id }) => id)).toEqual([narrow.id]);
      for (const other of [production, session]) {
        expect((await ask(platform, `DELETE key/${other.id}`, narrow.token)).status).toBe(404);
        expect((await ask(platform, `PUT key/${other.id}`, narrow.token, { name: 'x' })).status).toBe(404);
        expect((await ask(platform, 'GET apikey', other.token)).status).toBe(200);
      }
      expect((await ask(platform, `DELETE key/${narrow.id}`, narrow.token)).status).toBe(204);
      expect((await ask(platform, `DELETE key/${production.id}`, session.token)).status).toBe(204);
    });
  },
);

describe('a role', () => {
  it.each(['>', '*.>', '_INBOX.>', '_INBOX.*.>', '$SYS.>', 'a b'])('does not give %s', async (subject) => {
    await using platform = await startPlatform({ dev: { signIn: true } });
    const { token } = (await ask<Made>(platform, 'GET usertoken')).body;
    const role = { groups: ['*'], capabilities: lists([platformServices.info], [subject]) };
    expect(await ask(platform, 'PUT admin/roles/broad', token, role)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_CAPABILITIES' },
    });
  });
});
