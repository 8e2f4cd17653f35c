import { httpPath, httpPaths } from '@symphony-ts/contract';
import { z } from 'zod';
import { violationsOf } from './kit/axe.js';
import { describeInChromium } from './kit/chromium.js';
import { pythonPage } from './kit/python-page.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

const HELP = `---
title: Stocktaking
---
# Count what is there

Before the **turn of the year**, [scan](/catalog) each shelf of {{name}}.
`;

describeInChromium('the shell', () => {
  let world: ShellWorld;
  let catalog: WireExtension;
  const items = [{ name: 'A book' }, { name: 'A pen' }, { id: 7 }];

  beforeAll(async () => {
    world = await ShellWorld.start();
    catalog = await WireExtension.start(world.platform, {
      prefix: 'catalog',
      name: 'Catalog',
      features: {
        resources: [
          { uri: 'ui://catalog/home', mimeType: 'text/symphony-jsx', text: pythonPage },
          { uri: 'ui://catalog/deep', mimeType: 'text/markdown', text: '# Deep down\n' },
        ],
        routes: {
          '/catalog': {
            uri: 'ui://catalog/home',
            routes: { '/a': { uri: 'ui://catalog/deep', routes: { '/b': { uri: 'ui://catalog/deep' } } } },
          },
        },
        menus: [
          { group: 'main', item: 'Catalog', route: '/catalog', icon: 'fa-book' },
          { group: 'tools', item: 'NATS', route: '/catalog', icon: 'fa-link', link: 'https://nats.io' },
        ],
      },
      handlers: { list: () => items },
    });
  });
  afterAll(async () => {
    await catalog?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  it('runs the page of the Python documentation as it is written there', async () => {
    const { page, wrongs } = await world.signedIn();
    await page.getByRole('link', { name: 'Catalog' }).click();
    await page.getByRole('heading', { name: 'Catalog', level: 1 }).waitFor();
    await page.getByText('A pen').waitFor();
    expect(await page.locator('main li').allInnerTexts()).toEqual(['A book', 'A pen', '{"id":7}']);
    expect(await page.getByRole('navigation', { name: 'Breadcrumbs' }).innerText()).toMatch(/Home\s*\/?\s*Catalog/);
    expect(await page.title()).toBe('Catalog · Symphony');
    expect(await page.getByRole('link', { name: 'Catalog' }).getAttribute('aria-current')).toBe('page');
    expect(wrongs).toEqual([]);
  });

  it('gives no script a token, and signs out everything of the session', async () => {
    const { page, context } = await world.signedIn('/catalog');
    await page.getByRole('heading', { name: 'Catalog', level: 1 }).waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const readable = await page.evaluate(() =>
      JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]),
    );
    expect(readable).not.toContain(
      decodeURIComponent(cookie?.value ?? '')
        .split('.')
        .at(-1),
    );
    const other = await context.newPage();
    await other.goto(`${world.url}/catalog`);
    await other.getByRole('heading', { name: 'Catalog', level: 1 }).waitFor();
    await page.getByLabel('Signed in as Developer').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Continue as developer' }).waitFor();
    // The connection of the other tab was closed, and it asks the person to sign in again.
    await other.getByText('Your session has ended').waitFor();
    const again = await context.request.get(`${world.url}/api/v1/userinfo`, {
      headers: { cookie: `${cookie?.name}=${cookie?.value}`, 'x-symphony': '1' },
    });
    expect(again.status()).toBe(401);
  });

  it('opens routes at any depth, and goes back and forward', async () => {
    const { page } = await world.signedIn('/catalog/a/b');
    await page.getByRole('heading', { name: 'Deep down' }).waitFor();
    await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'Catalog' }).click();
    await page.getByRole('button', { name: 'Refresh' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Deep down' }).waitFor();
    await page.goForward();
    await page.getByRole('button', { name: 'Refresh' }).waitFor();
    await page.goto(`${world.url}/catalog/nowhere`);
    await page.getByText('There is no such page').waitFor();
    expect(await page.title()).toBe('Not found · Symphony');
  });

  it('opens the first page of a section at the address of the section', async () => {
    const { page } = await world.signedIn('/settings');
    await page.getByRole('heading', { name: 'Extensions', level: 1 }).waitFor();
    await page.goto(`${world.url}/inspector`);
    await page.getByRole('heading', { name: 'Buckets', level: 1 }).waitFor();
  });

  it('opens links to elsewhere in a tab of their own, which knows nothing of this one', async () => {
    const { page } = await world.signedIn();
    const link = page.getByRole('link', { name: 'NATS' });
    expect(await link.getAttribute('href')).toBe('https://nats.io');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  });

  it('finds pages, help and actions from the keyboard', async () => {
    const { page, wrongs } = await world.signedIn();
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
    await page.keyboard.press('Control+K');
    const input = page.getByRole('combobox');
    await input.fill('cat');
    expect(await page.getByRole('option').first().innerText()).toContain('Catalog');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Catalog', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

    const button = page.getByRole('button', { name: 'Find' });
    await button.click();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('combobox').count()).toBe(0);
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);

    await page.keyboard.press('Meta+K');
    await page.getByRole('combobox').fill('colours');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.documentElement.dataset['mode'] === 'dark');
    expect(wrongs).toEqual([]);
  });

  it('finds help pages by the words in them', async () => {
    await using stocktaking = await WireExtension.start(world.platform, {
      prefix: 'stocktaking',
      name: 'Stocktaking',
      features: {
        resources: [{ uri: 'ui://stocktaking/help', mimeType: 'text/markdown', text: HELP }],
        routes: { '/help/extensions/Stocktaking': { uri: 'ui://stocktaking/help' } },
      },
    });
    const { page, context, wrongs } = await world.signedIn('/help');
    await page.getByRole('link', { name: 'Stocktaking' }).waitFor();
    await page.getByLabel('Find a help page').fill('shelf scan symphony');
    await page.getByText('Before the turn of the year, scan each shelf of Symphony.').waitFor();
    expect(await page.locator('main mark').allInnerTexts()).toEqual(['scan', 'shelf', 'Symphony']);
    await page.getByLabel('Find a help page').fill('shelf absent');
    await page.getByText('Nothing found').waitFor();

    await page.keyboard.press('Control+K');
    await page.getByRole('combobox').fill('turn of the year');
    const option = page.getByRole('option', { name: 'Stocktaking' });
    await option.waitFor();
    expect(await option.innerText()).toContain('Before the turn of the year');
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Count what is there' }).waitFor();
    await stocktaking.updateResource('ui://stocktaking/help', '# Count again\n');
    await page.getByRole('heading', { name: 'Count again' }).waitFor();
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox').fill('again');
    await page.getByRole('option', { name: 'Stocktaking' }).waitFor();
    await page.keyboard.press('Escape');
    expect(wrongs).toEqual([]);

    const ask = async (words: string, headers: Record<string, string>): Promise<number> =>
      (await context.request.get(`${world.url}/ui/help`, { params: { words }, headers })).status();
    expect(await ask('shelf', { 'x-symphony': '1' })).toBe(200);
    expect(await ask('shelf', {})).toBe(403);
    expect(await ask('x'.repeat(201), { 'x-symphony': '1' })).toBe(400);
    await context.clearCookies();
    expect(await ask('shelf', { 'x-symphony': '1' })).toBe(401);
  });

  it('shows an extension that comes and goes without a reload', async () => {
    const { page, wrongs } = await world.signedIn();
    expect(await page.getByRole('link', { name: 'Newcomer' }).count()).toBe(0);
    await using newcomer = await WireExtension.start(world.platform, {
      prefix: 'newcomer',
      features: {
        resources: [{ uri: 'ui://newcomer/page', mimeType: 'text/markdown', text: '# First\n' }],
        routes: { '/newcomer': { uri: 'ui://newcomer/page' } },
        menus: [{ group: 'main', item: 'Newcomer', route: '/newcomer', icon: 'fa-star' }],
      },
    });
    await page.getByRole('link', { name: 'Newcomer' }).click();
    await page.getByRole('heading', { name: 'First' }).waitFor();
    await newcomer.updateResource('ui://newcomer/page', '# Second\n');
    await page.getByRole('heading', { name: 'Second' }).waitFor();

    await world.platform.keys.revoke(newcomer.keyId);
    const { token } = z
      .object({ token: z.string() })
      .parse(await (await fetch(`${world.url}/api/v1/usertoken`)).json());
    const account = world.url + httpPath(httpPaths.account, { prefix: newcomer.prefix });
    const deleted = await fetch(account, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
    expect(deleted.ok).toBe(true);
    await page.getByRole('link', { name: 'Newcomer' }).waitFor({ state: 'detached' });
    await page.getByText('There is no such page').waitFor();
    expect(wrongs).toEqual([]);
  });
});
