import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../../test/support/eventually.js';
import { describeInChromium } from './kit/chromium.js';
import { useWidgetsWorld } from './kit/widgets-world.js';

const tile = (page: Page, name: string): Locator => page.locator('.tile').filter({ hasText: `Widget ${name}` });
/** Column and row in the grid. */
const placeOf = (found: Locator): Promise<string> =>
  found.evaluate(
    (element) => `${(element as HTMLElement).style.gridColumn}, ${(element as HTMLElement).style.gridRow}`,
  );
/** Waits until a widget has moved, and returns its new place. */
async function otherThan(before: string, found: Locator): Promise<string> {
  await eventually(async () => expect(await placeOf(found)).not.toBe(before), 10_000);
  return placeOf(found);
}

describeInChromium('the dashboard', () => {
  const world = useWidgetsWorld();

  it('is arranged by keyboard and pointer, and kept for the person, in every browser', async () => {
    const { page, wrongs } = await world().signedIn();
    const kept = (): Promise<unknown> =>
      page.waitForResponse((answer) => answer.url().endsWith('/ui/preferences/dashboard') && answer.status() === 204);
    await tile(page, 'note').waitFor();

    // First without a widget, then with it again.
    let saved = kept();
    await page.getByRole('button', { name: 'Widgets' }).click();
    await page.getByRole('checkbox', { name: /^Widget app/ }).uncheck();
    await page.keyboard.press('Escape');
    await saved;
    expect(await tile(page, 'app').count()).toBe(0);

    // The arrow keys move a widget, with Shift they resize it, and a screen reader announces it.
    const first = await placeOf(tile(page, 'mui'));
    saved = kept();
    const handle = page.getByRole('button', { name: /^Move Widget mui:/ });
    await handle.focus();
    await page.keyboard.press('ArrowDown');
    const moved = await otherThan(first, tile(page, 'mui'));
    await page.keyboard.press('Shift+ArrowDown');
    await otherThan(moved, tile(page, 'mui'));
    await page
      .getByRole('status')
      .filter({ hasText: /^Column \d+, row \d+; \d+ columns wide, \d+ rows high\.$/ })
      .waitFor();
    expect(await handle.evaluate((element) => element === document.activeElement)).toBe(true);
    await saved;

    // The pointer also moves it.
    saved = kept();
    const before = await placeOf(tile(page, 'note'));
    const head = await tile(page, 'note').locator('.tile__head h2').boundingBox();
    if (!head) throw new Error('the widget is not drawn');
    await page.mouse.move(head.x + 5, head.y + 5);
    await page.mouse.down();
    await page.mouse.move(head.x + 5, head.y - 400, { steps: 8 });
    await page.mouse.up();
    await saved;
    await otherThan(before, tile(page, 'note'));

    const arranged = [await placeOf(tile(page, 'mui')), await placeOf(tile(page, 'note'))];
    const other = await world().signedIn();
    await tile(other.page, 'note').waitFor();
    expect([await placeOf(tile(other.page, 'mui')), await placeOf(tile(other.page, 'note'))]).toEqual(arranged);
    expect(await tile(other.page, 'app').count()).toBe(0);
    expect(wrongs).toEqual([]);
  });

  it('overwrites nothing while what was kept cannot be loaded', async () => {
    const { page } = await world().signedIn();
    const put: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT') put.push(request.url());
    });
    await page.route('**/ui/preferences/dashboard', (route) => route.abort());
    await page.reload();
    const notLoaded = page.getByRole('alert').filter({ hasText: 'Your arrangement could not be loaded.' });
    await notLoaded.waitFor();
    await page.getByRole('button', { name: 'Widgets' }).click();
    await page.getByRole('checkbox', { name: /^Widget frame/ }).uncheck();
    await page.keyboard.press('Escape');
    await tile(page, 'frame').waitFor({ state: 'detached' });
    await page.unroute('**/ui/preferences/dashboard');
    await notLoaded.getByRole('button', { name: 'Try again' }).click();
    await notLoaded.waitFor({ state: 'detached' });
    // This is the arrangement from the test before: it contains this widget, but not another one.
    await tile(page, 'frame').waitFor();
    expect(await tile(page, 'app').count()).toBe(0);
    expect(put).toEqual([]);
  });
});
