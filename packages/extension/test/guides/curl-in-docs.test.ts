import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TestPlatform } from '@symphony-ts/testing';
import { Catalog } from '../../../../examples/catalog/src/catalog.js';
import { ItemIds } from '../../../../examples/catalog/src/item-ids.js';
import { Hello } from '../../../../examples/hello0/src/hello.js';
import { Guests } from '../../../../examples/hello3/src/guests.js';
import { listFiles } from '../../../../test/project/workspace.js';
import { parseCurl } from '../../../../test/support/curl.js';
import { readCommands } from '../../../../test/support/docs-commands.js';

const root = resolve(__dirname, '../../../..');
const pages = [
  'README.md',
  ...listFiles('docs', (file) => file.endsWith('.md')),
  ...listFiles('packages', (file) => /^packages\/[^/]+\/README\.md$/.test(file)),
  ...listFiles('examples', (file) => /^examples\/[^/]+\/README\.md$/.test(file)),
];
const commands = pages.flatMap((page) =>
  readCommands(readFileSync(resolve(root, page), 'utf8'), 'curl').map(({ args }) => [page, args] as const),
);
/** Commands for which the page shows a refusal. */
const REFUSED = new Map([['{"name":""}', 400]]);

describe('the curl commands in the docs', () => {
  let platform: TestPlatform;
  let variables: Readonly<Record<string, string>>;
  beforeAll(async () => {
    platform = await TestPlatform.start({ dev: { grantDeclared: true, signIn: true } });
    await platform.create(Catalog, { providers: [ItemIds] });
    await platform.create(Hello);
    await platform.create(Guests);
    const session = await fetch(`${platform.platform.httpUrl}/api/v1/usertoken`);
    const { token } = (await session.json()) as { readonly token: string };
    variables = { SYMPHONY_ADDRESS: platform.platform.httpUrl, SYMPHONY_TOKEN: token, ADMIN: token };
  });
  afterAll(() => platform.stop());

  it('are found', () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  // In turn, as a reader would run them.
  it.each(commands)('%s: curl %j', async (_page, args) => {
    const { url, ...request } = parseCurl(args, variables);
    // The guide on containers calls the balancer in front of its own platforms.
    const target = url.replace('http://localhost:8080', platform.platform.httpUrl);
    const answer = await fetch(target, request);
    const text = await answer.text();
    const refused = REFUSED.get(request.body ?? '');
    const isAsShown = refused === undefined ? answer.ok : answer.status === refused;
    expect({ isAsShown, status: answer.status, text }).toMatchObject({ isAsShown: true });
  });
});
