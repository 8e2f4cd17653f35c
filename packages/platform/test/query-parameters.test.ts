import { httpPaths } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { apiOperations } from '../src/reference/api-operations.js';
import { askPlatform } from './ask-platform.js';

let platform: Platform;
let token: string;
beforeAll(async () => {
  platform = await startPlatform();
  const capabilities = { pub: { allow: ['cirata.services.>'] }, sub: { allow: [] } };
  ({ token } = await platform.keys.create({ name: 'root', kind: 'client', capabilities }));
});
afterAll(() => platform.stop());

const send = (deed: string) =>
  askPlatform<{ readonly error: string; readonly code: string }>(platform, deed, { token });

/** Asked by load balancers, identity providers and SDKs. */
const lenient: readonly string[] = [
  `GET ${httpPaths.ping}`,
  `GET ${httpPaths.health}`,
  `GET ${httpPaths.ready}`,
  `GET ${httpPaths.info}`,
  `GET ${httpPaths.reference}`,
  `GET ${httpPaths.signIn}`,
  `POST ${httpPaths.backchannelLogout}`,
  `GET ${httpPaths.exchange}`,
];
/** The query of a call belongs to the extension. */
const calls: readonly string[] = [`POST ${httpPaths.service}`];
const deedOf = (route: string): string => route.replace('/api/v1/', '').replaceAll(/\{\w+\}/g, 'none');
const strict = apiOperations
  .map(({ route }) => route)
  .filter((route) => !lenient.includes(route) && !calls.includes(route));

describe('a query parameter that a route does not have', () => {
  it.each<[string, string]>([
    ['GET usage/summary?intervall=day', "'intervall': did you mean 'interval'?"],
    ['GET usage/summary?from=2026-01-01&grup=unit', "'grup': did you mean 'group'?"],
    ['GET usage/summary?limit=5', "'limit': it takes from, to, extension, unit, group, interval"],
    ['GET usage/records?limits=5', "'limits': did you mean 'limit'?"],
    ['GET usage/records?group=unit', "'group': it takes from, to, extension, unit, limit, after"],
    ['GET keys?cuont=5&cout=5', "'cout': did you mean 'count'?"],
    ['GET keys?Count=5', "'Count': did you mean 'count'?"],
    ['GET extensions/all?page=2', "'page': it takes after, count"],
    ['GET admin/accounts?afer=a', "'afer': did you mean 'after'?"],
    ['GET admin/audit?abot=refusals', "'abot': did you mean 'about'?"],
    ['GET admin/audit/export?count=5', "'count': it takes about"],
    ['GET userinfo?verbose', "'verbose': none is taken here"],
    ['DELETE admin/accounts/none?dryRun=true', "'dryRun': none is taken here"],
    ['GET keys?__proto__=1', "'__proto__': it takes after, count"],
    ['GET keys?constructor=1', "'constructor': it takes after, count"],
  ])('is refused: %s', async (deed, words) => {
    const { status, body } = await send(deed);
    expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(body.error).toContain(`there is no parameter ${words}`);
  });

  it.each(strict)('is refused by %s', async (route) => {
    const { status, body } = await send(`${deedOf(route)}?unheard=1`);
    expect([status, body.code, body.error]).toEqual([
      400,
      'INVALID_REQUEST',
      expect.stringContaining("there is no parameter 'unheard': "),
    ]);
  });

  it('is refused by HEAD as by GET', async () => {
    expect((await send('HEAD keys?cout=1')).status).toBe(400);
    expect((await send('HEAD keys?count=1')).status).toBe(200);
  });

  it.each(lenient.filter((route) => route.startsWith('GET ')))('is ignored by %s', async (route) => {
    expect((await send(`${deedOf(route)}?unheard=1`)).status).toBe((await send(deedOf(route))).status);
  });

  it('belongs to the extension in a call', async () => {
    for (const deed of ['POST services/none/act', 'GET extensions/none/act']) {
      const [plain, asked] = [await send(deed), await send(`${deed}?unheard=1`)];
      expect([asked.status, asked.text]).toEqual([plain.status, plain.text]);
    }
  });

  it('tells nobody without a key what a route takes', async () => {
    const { status, text } = await askPlatform(platform, 'GET keys?cout=1');
    expect([status, text]).toEqual([401, expect.not.stringContaining('cout')]);
  });
});

describe('every query parameter of the OpenAPI document', () => {
  const parameters = apiOperations.flatMap(({ route, query }) =>
    strict.includes(route) ? Object.keys(query?.shape ?? {}).map((name): [string, string] => [name, route]) : [],
  );

  it.each(parameters)('%s is one of %s', async (name, route) => {
    // The empty text is no value of most of them, but it is not refused as unknown.
    expect((await send(`${deedOf(route)}?${name}=`)).text).not.toContain('there is no parameter');
  });
});
