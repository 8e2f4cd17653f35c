import { violationsOf } from './kit/axe.js';
import { describeInChromium } from './kit/chromium.js';
import { later } from './kit/later.js';
import { ShellWorld } from './kit/shell-world.js';

const MINUTE_MS = 60_000;

describeInChromium('a session of a while ago', () => {
  let world: ShellWorld;
  beforeAll(async () => {
    world = await ShellWorld.start();
  });
  afterAll(async () => world?.[Symbol.asyncDispose]());

  it('is asked who is there before it makes a key, and keeps what was typed', async () => {
    const { page, wrongs } = await world.signedIn('/settings/keys');
    await page.getByRole('button', { name: 'New key' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('robot');
    await page.getByText('A client', { exact: true }).click();
    const clock = later(16 * MINUTE_MS);
    try {
      await page.getByRole('button', { name: 'Create key' }).click();
      const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
      await dialog.waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByText('It was not created.').waitFor();
      expect(world.platform.keys.list().filter(({ name }) => name === 'robot')).toEqual([]);

      await page.getByRole('button', { name: 'Create key' }).click();
      await dialog.getByRole('button', { name: 'Continue as Developer' }).click();
      await page.getByTestId('token').waitFor();
      expect(world.platform.keys.list().filter(({ name }) => name === 'robot')).toHaveLength(1);
      // The browser itself logs each refusal.
      expect(wrongs.filter((wrong) => !wrong.includes('status of 403'))).toEqual([]);
    } finally {
      clock.undo();
    }
  });

  it('is confirmed by the shell alone', async () => {
    const { context } = await world.signedIn();
    const confirm = async (headers: Record<string, string>): Promise<number> =>
      (await context.request.post(`${world.url}/ui/session/confirmation`, { headers })).status();
    expect(await confirm({})).toBe(403);
    expect(await confirm({ 'x-symphony': '1', 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await confirm({ 'x-symphony': '1' })).toBe(204);
    await context.clearCookies();
    expect(await confirm({ 'x-symphony': '1' })).toBe(401);
  });
});
