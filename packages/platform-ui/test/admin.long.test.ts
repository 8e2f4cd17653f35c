import { generateKeyPairSync } from 'node:crypto';
import { platformServices } from '@symphony-ts/contract';
import { type LicenseClaims, signLicense } from '@symphony-ts/platform';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { violationsOf } from './kit/axe.js';
import { describeInChromium, type Watched } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

const vendor = generateKeyPairSync('ed25519');
const license = (jti: string, units: number, rates: LicenseClaims['rates']): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000);
  return signLicense(
    { jti, sub: 'Acme', iat: now - 60, exp: now + 86_400, units, grace_days: 1, rates },
    vendor.privateKey,
  );
};

/** Without a licence, all operations are blocked. This licence covers nothing that the tests use. */
async function installFirstLicense(url: string): Promise<void> {
  const { token } = z.object({ token: z.string() }).parse(await (await fetch(`${url}/api/v1/usertoken`)).json());
  await fetch(`${url}/api/v1/admin/licenses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
    body: await license('L-0', 1, { other: { rows: 1 } }),
  });
}

const openapi = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'orders', version: '1.0.0' },
  paths: {
    '/orders/{id}': {
      get: {
        operationId: 'show',
        summary: 'One order',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { 200: { description: 'the order' } },
      },
    },
  },
});

/** The table row that contains these words. */
const row = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words });

describeInChromium('administrators', () => {
  let world: ShellWorld;
  let orders: WireExtension;

  beforeAll(async () => {
    const vendorKeys = [vendor.publicKey.export({ type: 'spki', format: 'pem' }).toString()];
    world = await ShellWorld.start({}, { licensing: { vendorKeys } });
    await installFirstLicense(world.url);
    orders = await WireExtension.start(world.platform, {
      prefix: 'orders',
      name: 'Orders',
      services: [
        {
          name: 'orders',
          version: '1.0.0',
          metadata: { openapi },
          endpoints: [{ name: 'show', subject: 'cirata.extensions.orders.show', kind: 'rest' }],
        },
      ],
      handlers: { show: () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: { total: 7 } }) },
    });
  });
  afterAll(async () => {
    await orders?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  const open = async (path: string): Promise<Watched> => {
    const watched = await world.signedIn(path);
    await watched.page.locator('#main h1').waitFor();
    return watched;
  };

  it('create a key that ends after a year, edit it, and revoke it', async () => {
    const { page, wrongs } = await open('/settings/keys');
    await page.getByRole('button', { name: 'New key' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('import');
    await page.getByText('A client', { exact: true }).click();
    expect(await page.getByLabel('Expires').locator('option:checked').innerText()).toBe('In one year (the default)');
    await page.getByRole('button', { name: 'Create key' }).click();
    expect(await page.getByTestId('token').innerText()).toMatch(/\./);
    await page.getByRole('button', { name: 'I have copied it' }).click();
    const next = new Date().getFullYear() + 1;
    await row(page, 'import').getByText(String(next)).waitFor();

    await page.getByRole('button', { name: 'Edit import' }).click();
    await page.getByLabel('Name', { exact: true }).fill('night import');
    await page.getByLabel('Notes').fill('runs at two');
    await page.getByLabel('Expires').selectOption({ label: 'In 30 days' });
    await page.getByText('Choose its rights').click();
    await page.getByText('See usage').click();
    expect(await page.getByLabel('May send to').inputValue()).toBe('cirata.services.usage.read');
    await page.getByRole('button', { name: 'Save' }).click();
    await row(page, 'night import').getByText('runs at two').waitFor();
    const key = world.platform.keys.list().find(({ name }) => name === 'night import');
    expect(key?.capabilities).toEqual({ pub: { allow: ['cirata.services.usage.read'] }, sub: { allow: [] } });

    await page.getByRole('button', { name: 'Revoke night import' }).click();
    await page.getByRole('button', { name: 'Revoke the key' }).click();
    await row(page, 'night import').waitFor({ state: 'detached' });
    await page.getByText('Ended (1)').click();
    await row(page, 'night import').getByText('Revoked').waitFor();
    expect(wrongs).toEqual([]);
  });

  it('are told why a key is refused, and lose nothing of what they wrote', async () => {
    const { page } = await open('/settings/keys');
    await page.getByRole('button', { name: 'New key' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('bad');
    await page.getByLabel('Prefix of the extension').fill('settings');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('alert').getByText('a name that the platform keeps for itself').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('bad');
  });

  it('are told that their session has ended, and may copy a token by hand', async () => {
    const { page } = await world.signedIn();
    const context = page.context();
    await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    await page.goto(`${world.url}/settings/keys`);
    await page.getByRole('button', { name: 'New key' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Reports');
    await page.getByText('A client', { exact: true }).click();
    const cookies = await context.cookies();
    await context.clearCookies();
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('Your session has ended.').waitFor();
    await context.addCookies(cookies);
    await page.getByRole('button', { name: 'Create key' }).click();
    const token = await page.getByTestId('token').innerText();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('The browser does not let this page copy.').waitFor();
    expect(await page.evaluate(() => String(getSelection()))).toBe(token);
    await context.close();
  });

  it('create a registration token with its limit', async () => {
    const { page } = await open('/settings/registration-tokens');
    await page.getByRole('button', { name: 'New token' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('fleet');
    await page.getByLabel('Prefixes it may register').fill('shop-*');
    await page.getByLabel('Keys at most').fill('3');
    await page.getByRole('button', { name: 'Create token' }).click();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await row(page, 'fleet').getByText('0 of 3 keys').waitFor();
    await page.getByRole('button', { name: 'Edit fleet' }).click();
    await page.getByLabel('Notes').fill('for the shops');
    await page.getByRole('button', { name: 'Save' }).click();
    await row(page, 'fleet').getByText('for the shops').waitFor();
    await page.getByRole('button', { name: 'Revoke fleet' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Revoke/ })
      .click();
    await row(page, 'fleet').waitFor({ state: 'detached' });
  });

  it('give a role to a group, widen it, and delete it', async () => {
    const { page, wrongs } = await open('/settings/roles');
    await page.getByRole('button', { name: 'New role' }).click();
    await page.getByLabel('Name', { exact: true }).fill('clerk');
    await page.getByLabel('Groups').fill('shop, stock');
    await page.getByLabel('Orders').check();
    await page.getByRole('button', { name: 'Create role' }).click();
    await row(page, 'clerk').getByText('stock').waitFor();
    await row(page, 'clerk').getByText('cirata.extensions.orders.>').waitFor();
    await row(page, 'clerk').getByText('events.orders.>').waitFor();
    await page.getByRole('button', { name: 'Edit clerk' }).click();
    expect(await page.getByLabel('Orders').isChecked()).toBe(true);
    await page.getByLabel('Read the audit log').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await row(page, 'clerk').getByText('audit').waitFor();
    await page.getByRole('button', { name: 'Delete clerk' }).click();
    await page.getByRole('button', { name: 'Delete the role' }).click();
    await row(page, 'clerk').waitFor({ state: 'detached' });
    expect(wrongs).toEqual([]);
  });

  it('see who has signed in, and sign them out', async () => {
    const others = [await open('/'), await open('/')];
    const { page } = await open('/settings/people');
    await row(page, 'Developer').getByText('administrator', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Sign out .* Developer$/ }).click();
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    for (const ended of [...others.map((other) => other.page), page]) {
      await ended.getByText('Your session has ended').waitFor();
    }
  });

  it('charge use to a business unit, and see it', async () => {
    const { page, wrongs } = await open('/settings/licenses');
    await page.getByRole('button', { name: 'Add a licence' }).first().click();
    await page.getByLabel('Licence', { exact: true }).fill('nonsense');
    await page.getByRole('button', { name: 'Add the licence' }).click();
    await page.getByRole('alert').getByText('The licence was not added').waitFor();
    await page.getByLabel('Licence', { exact: true }).fill(await license('L-1', 100, { orders: { rows: 2 } }));
    await page.getByRole('button', { name: 'Add the licence' }).click();
    await page.getByText('0 of 100 units used').waitFor();

    await page.getByRole('link', { name: 'Business units' }).click();
    await page.getByRole('button', { name: 'New business unit' }).first().click();
    await page.getByLabel('Id').fill('retail');
    await page.getByLabel('Name', { exact: true }).fill('Retail');
    await page.getByRole('button', { name: 'Create business unit' }).click();
    await row(page, 'retail').waitFor();
    await page.getByRole('link', { name: 'Attribution rules' }).click();
    await page.getByRole('button', { name: 'New attribution rule' }).first().click();
    await page.getByLabel('Id').fill('all');
    await page.getByLabel('Charged to').selectOption('retail');
    await page.getByRole('button', { name: 'Create attribution rule' }).click();
    await row(page, 'all').getByText('Retail').waitFor();

    await orders.nc.request(platformServices.usageReport, JSON.stringify({ dimensions: { rows: 47 } }), {
      timeout: 10_000,
    });
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Usage' }).click();
    await page.locator('canvas').waitFor();
    await row(page, 'orders').getByText('47 rows').waitFor();
    await page.getByLabel('Grouped').selectOption({ label: 'By business unit' });
    await row(page, 'Retail').getByText('94', { exact: true }).waitFor();
    await page.getByText('The licensed units are almost used up').waitFor();
    await page.getByLabel('Period').selectOption({ label: 'Last month' });
    await page.getByText('No use in this period').waitFor();
    expect(wrongs.filter((wrong) => !wrong.includes('400'))).toEqual([]);
  });

  it('read in the audit log what they did', async () => {
    const { page } = await open('/settings/audit');
    await row(page, 'revoked the key').getByText('Developer').first().waitFor();
    // If an entry has many details, only the first is shown, and a click shows the others.
    const role = row(page, 'changed the role clerk').first();
    await role.getByText(/and \d+ more/).click();
    await role.getByText('capabilities.sub.allow').waitFor();
    await page.getByLabel('Find in the log').fill('business unit');
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByLabel('Find in the log').fill('no such thing');
    await page.getByText('Nothing found').waitFor();
  });

  it('change and take away business units, attribution rules and licences', async () => {
    const { page, wrongs } = await open('/settings/business-units');
    const confirm = (words: string): Promise<void> =>
      page.getByRole('dialog').getByRole('button', { name: words, exact: true }).click();
    await page.getByRole('button', { name: 'New business unit' }).first().click();
    await page.getByLabel('Id').fill('stock');
    await page.getByLabel('Name', { exact: true }).fill('Stock');
    await page.getByRole('button', { name: 'Create business unit' }).click();
    await page.getByRole('button', { name: 'Edit Stock' }).click();
    await page.getByLabel('Quota').fill('500');
    await page.getByRole('button', { name: 'Save' }).click();
    await row(page, 'Stock').getByText('500', { exact: true }).waitFor();

    await page.getByRole('link', { name: 'Attribution rules' }).click();
    await page.getByRole('button', { name: 'New attribution rule' }).first().click();
    await page.getByLabel('Id').fill('to-stock');
    await page.getByLabel('Charged to').selectOption('stock');
    await page.getByRole('button', { name: 'Create attribution rule' }).click();
    await page.getByRole('button', { name: 'Edit to-stock' }).click();
    await page.getByLabel('Priority').fill('7');
    await page.getByRole('button', { name: 'Save' }).click();
    await row(page, 'to-stock').getByText('7', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete to-stock' }).click();
    await confirm('Delete');
    await row(page, 'to-stock').waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'Business units' }).click();
    await page.getByRole('button', { name: 'Delete Stock' }).click();
    await confirm('Delete');
    await row(page, 'Stock').waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'Licences' }).click();
    await page.getByRole('button', { name: 'Add a licence' }).first().click();
    await page.getByLabel('Licence', { exact: true }).fill(await license('L-2', 5, { other: { rows: 1 } }));
    await page.getByRole('button', { name: 'Add the licence' }).click();
    const card = page.locator('.admin-card').filter({ hasText: 'L-2' });
    await card.getByRole('button', { name: /^Remove/ }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Remove/ })
      .click();
    await card.waitFor({ state: 'detached' });
    expect(wrongs).toEqual([]);
  });

  it('read how people sign in', async () => {
    const { page } = await open('/settings/sign-in');
    await page.getByText('Development sign-in is on').waitFor();
    await page.getByText('8 hours').waitFor();
  });

  it('try an operation of an extension out, with a key that is gone when they leave', async () => {
    const { page, wrongs } = await open('/settings/reference?of=orders');
    await page.getByText('/orders/{id}').click();
    await page.getByRole('textbox', { name: 'id' }).fill('a b');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await page.getByLabel('Answer').innerText()).toContain('"total": 7');
    await page.getByText('/api/v1/extensions/orders/orders/a%20b').waitFor();
    const [key] = world.platform.keys.list().filter(({ name }) => name === 'Try it out');
    expect(Date.parse(key?.expires ?? '') - Date.now()).toBeLessThanOrEqual(300_000);
    expect(key?.capabilities?.pub.allow).toEqual(['cirata.extensions.orders.show']);
    await page.getByRole('link', { name: 'Dashboard' }).click();
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
    const isRevoked = (): boolean => world.platform.keys.list().find(({ id }) => id === key?.id)?.revoked !== undefined;
    while (!isRevoked()) await page.waitForTimeout(50);
    expect(wrongs).toEqual([]);
  });

  it('read the reference of the platform itself', async () => {
    const { page } = await open('/settings/reference');
    await page.getByLabel('Find an operation').fill('audit');
    await page.getByText('/api/v1/admin/audit').first().click();
    await page.getByText('cirata.services.audit.read').waitFor();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('200 OK').waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('can use every page, in %s colours', async (colorScheme) => {
    const { page } = await world.signedIn('/', { colorScheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const path of [
      'settings/registration-tokens',
      'settings/people',
      'settings/roles',
      'settings/sign-in',
      'settings/usage',
      'settings/licenses',
      'settings/business-units',
      'settings/attribution',
      'settings/audit',
      'settings/reference',
      'inspector/buckets',
      'inspector/events',
    ]) {
      await page.goto(`${world.url}/${path}`);
      await page.locator('#main h1').waitFor();
      await page.locator('#main .spinner').waitFor({ state: 'detached' });
      found.push(...(await violationsOf(page)).map((violation) => `${path}: ${violation}`));
    }
    await page.goto(`${world.url}/settings/roles`);
    await page.getByRole('button', { name: 'Edit administrator' }).click();
    found.push(...(await violationsOf(page)));
    expect(found).toEqual([]);
  });

  it('can use every page in a narrow window, without scrolling sideways', async () => {
    const { page } = await world.signedIn('/', { viewport: { width: 360, height: 640 } });
    for (const path of [
      'settings/extensions',
      'settings/keys',
      'settings/people',
      'settings/roles',
      'settings/sign-in',
      'settings/usage',
      'settings/licenses',
      'settings/attribution',
      'settings/audit',
      'settings/reference',
      'inspector/buckets',
      'inspector/events',
    ]) {
      await page.goto(`${world.url}/${path}`);
      await page.locator('#main .spinner').waitFor({ state: 'detached' });
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 360]);
      const sideways = await page
        .locator('.table-wrap')
        .evaluateAll((wraps) => wraps.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length);
      expect([path, sideways]).toEqual([path, 0]);
    }
  });

  it('see the first hundred of many keys, find each, and have more on demand', async () => {
    for (let count = 0; count < 150; count += 1)
      await world.platform.keys.create({ name: `many ${count}`, kind: 'client' });
    const { page } = await open('/settings/keys');
    await page.getByText(/^100 of \d+ keys are shown\.$/).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(100);
    await page.getByRole('button', { name: /^Show \d+ more$/ }).click();
    expect(await page.locator('tbody tr').count()).toBeGreaterThanOrEqual(150);
    await page.getByLabel('Find API keys').fill('many 149');
    await row(page, 'many 149').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
  });

  it('find an extension by its name, its prefix or its state', async () => {
    const { page } = await open('/settings/extensions');
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
    for (const words of ['orders', 'healthy ord', 'ORDERS']) {
      await page.getByLabel('Find extensions').fill(words);
      await page.getByRole('heading', { name: 'Orders' }).waitFor();
    }
    await page.getByLabel('Find extensions').fill('nowhere');
    await page.getByText('Nothing found').waitFor();
  });
});
