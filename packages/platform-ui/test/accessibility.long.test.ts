import type { Page } from 'playwright-core';
import { violationsOf } from './kit/axe.js';
import { describeInChromium } from './kit/chromium.js';
import { useWidgetsWorld } from './kit/widgets-world.js';

async function openPalette(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.getByRole('combobox').fill(typed);
}

/** A page to check: its path, and the actions before the check. */
const views: readonly (readonly [name: string, path: string, prepare: (page: Page) => Promise<unknown>])[] = [
  ['the dashboard', '/', (page) => page.locator('.tile iframe').first().waitFor()],
  ['the widget picker', '/', (page) => page.getByRole('button', { name: 'Widgets' }).click()],
  ['the options of a widget', '/', (page) => page.getByLabel('Widget mui: options').click()],
  ['the choice of colours', '/', (page) => page.getByLabel('Colours').click()],
  ['the menu of the person', '/', (page) => page.getByLabel('Signed in as Developer').click()],
  ['a React page', '/widgets', (page) => page.getByTestId('page-problem').waitFor()],
  ['a framed page', '/widgets/frame', (page) => page.frameLocator('iframe').getByText('Developer').waitFor()],
  ['help', '/help', (page) => page.getByRole('link', { name: 'Widgets' }).last().waitFor()],
  ['a help page', '/help/extensions/Widgets', (page) => page.getByText('Reached at').waitFor()],
  ['a page that does not exist', '/widgets/nowhere', (page) => page.getByText('There is no such page').waitFor()],
  ['the extensions', '/settings/extensions', (page) => page.getByText('Last heard').waitFor()],
  ['the keys', '/settings/keys', (page) => page.getByRole('cell', { name: 'widgets' }).first().waitFor()],
  ['the palette', '/settings/keys', (page) => openPalette(page, 'set')],
  ['the palette that finds nothing', '/', (page) => openPalette(page, 'zzz')],
  ['a new key', '/settings/keys', (page) => page.getByRole('button', { name: 'New key' }).click()],
];

describeInChromium('everybody can use', () => {
  const world = useWidgetsWorld();

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    let page: Page;
    beforeAll(async () => {
      ({ page } = await world().signedIn('/', { colorScheme, reducedMotion: 'reduce' }));
    });

    it.each(views)('%s', async (_name, path, prepare) => {
      await page.goto(world().url + path);
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
      await page.locator('#main :is(h1, iframe)').first().waitFor();
      await prepare(page);
      expect(await violationsOf(page)).toEqual([]);
    });

    it('the sign-in page', async () => {
      const stranger = await world().page({ colorScheme });
      await stranger.page.goto(world().url);
      await stranger.page.getByRole('button', { name: 'Continue as developer' }).waitFor();
      expect(await violationsOf(stranger.page)).toEqual([]);
    });
  });

  it('a window at 200 %, with everything in reach', async () => {
    // Twice the size leaves half the width: 1280 × 800 becomes 640 × 400.
    const { page } = await world().signedIn('/', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
    for (const path of ['/', '/widgets', '/settings/keys', '/settings/usage', '/settings/reference', '/help']) {
      await page.goto(world().url + path);
      await page.locator('#main h1, #main .card').first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(640);
    }
    await page.goto(`${world().url}/settings/keys`);
    await page.getByRole('button', { name: 'New key' }).first().click();
    const save = page.getByRole('button', { name: 'Create key' });
    await save.scrollIntoViewIfNeeded();
    expect(await save.isVisible()).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
  });

  it('a narrow window, without scrolling sideways', async () => {
    const { page } = await world().signedIn('/', { viewport: { width: 360, height: 640 } });
    for (const path of ['/', '/settings/keys', '/settings/extensions', '/help/extensions/Widgets']) {
      await page.goto(world().url + path);
      await page.locator('#main h1, #main .card').first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    }
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('heading', { name: 'API keys' }).waitFor();
    expect(await page.getByRole('button', { name: 'Menu' }).getAttribute('aria-expanded')).toBe('false');
  });

  it('the keyboard alone', async () => {
    const { page } = await world().signedIn();
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => location.hash || document.activeElement?.id)).toMatch(/main/);
    const button = page.getByRole('button', { name: 'Widgets' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole('link', { name: 'Help' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Help', level: 1 }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });
});
