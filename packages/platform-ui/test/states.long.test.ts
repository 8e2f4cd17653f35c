import type { Page } from 'playwright-core';
import { violationsOf } from './kit/axe.js';
import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';

/** Pages of the platform that ask its HTTP API. */
const pages = [
  '/settings/extensions',
  '/settings/keys',
  '/settings/registration-tokens',
  '/settings/people',
  '/settings/roles',
  '/settings/sign-in',
  '/settings/usage',
  '/settings/licenses',
  '/settings/business-units',
  '/settings/attribution',
  '/settings/audit',
  '/settings/reference',
] as const;
/** The text of each page without content. */
const empty = [
  ['/', 'No widgets yet'],
  ['/help', 'No extension has a help page yet'],
  ['/settings/extensions', 'No extension yet'],
  ['/settings/registration-tokens', 'No registration tokens yet'],
  ['/settings/usage', 'No use in this period'],
  ['/settings/licenses', 'No licences'],
  ['/settings/business-units', 'No business units yet'],
  ['/settings/attribution', 'No attribution rules yet'],
  ['/inspector/buckets', 'No buckets'],
  ['/inspector/events', 'Nothing heard yet'],
] as const;

const API = /\/api\/v1\/(?!userinfo)/;

describeInChromium('a page of the platform', () => {
  let world: ShellWorld;
  let page: Page;

  beforeAll(async () => {
    world = await ShellWorld.start();
    ({ page } = await world.signedIn());
  });
  afterAll(async () => world?.[Symbol.asyncDispose]());
  afterEach(() => page.unrouteAll({ behavior: 'ignoreErrors' }));

  it.each(pages)('says that it loads, why it could not, and how to go on: %s', async (path) => {
    let fail = (): void => undefined;
    const failing = new Promise<void>((resolve) => (fail = resolve));
    await page.route(API, async (route) => {
      await failing;
      await route.abort();
    });
    await page.goto(world.url + path);
    await page.locator('#main').getByText('Loading…').waitFor();
    fail();
    const alert = page.getByRole('alert').filter({ has: page.getByRole('button', { name: 'Try again' }) });
    await alert.getByText('The platform cannot be reached. Check your connection.').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await alert.getByRole('button', { name: 'Try again' }).click();
    await alert.waitFor({ state: 'detached' });
    await page.locator('#main .spinner').waitFor({ state: 'detached' });
  });

  it.each(empty)('says what to do where there is nothing: %s', async (path, words) => {
    await page.goto(world.url + path);
    const found = page.locator('#main .empty').filter({ hasText: words });
    await found.waitFor();
    expect(await found.locator('p').count()).toBeGreaterThan(0);
    expect(await violationsOf(page)).toEqual([]);
  });

  it.each([
    ['/settings/audit', 'Audit log'],
    ['/help', 'Help'],
  ])('says so if its code does not come, and loads it then: %s', async (path, label) => {
    await page.goto(`${world.url}/settings/keys`);
    await page.locator('#main h1').waitFor();
    await page.route(/\/ui\/assets\//, (route) => route.abort());
    await page.locator(`#side a[href="${path}"]`).click();
    const alert = page.getByRole('alert').filter({ hasText: `${label} cannot be shown` });
    await alert.getByText('Its code could not be loaded.').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.locator('#main h1').filter({ hasText: label }).waitFor();
  });

  it('prints without the navigation', async () => {
    await page.goto(`${world.url}/settings/keys`);
    await page.locator('#main h1').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#side').isVisible()).toBe(false);
    expect(await page.locator('#main h1').isVisible()).toBe(true);
    await page.emulateMedia({ media: null });
  });
});
