// @ts-check
// Takes the screenshots of the guides, in Chromium: `npm run screenshots -- [folder] [name…]`. Needs a build.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { shots } from './shots.mjs';
import { openShowcase } from './showcase.mjs';

const [folder = 'docs/images', ...names] = process.argv.slice(2);
const executablePath = [process.env['CHROMIUM_BIN'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
);
if (!executablePath) throw new Error('there is no Chromium: apt-get install chromium, or set CHROMIUM_BIN');
mkdirSync(folder, { recursive: true });

const showcase = await openShowcase();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const { name, path, colours = 'light', width = 1280, height = 800, prepare } of shots) {
    if (names.length > 0 && !names.some((begin) => name.startsWith(begin))) continue;
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: colours,
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    const page = await context.newPage();
    await page.goto(showcase.platform.httpUrl);
    await page.getByRole('button', { name: 'Continue as developer' }).click();
    await page.getByLabel(/^Signed in as/).waitFor();
    if (path !== '/') await page.goto(showcase.platform.httpUrl + path);
    await page.locator('#main :is(h1, iframe)').first().waitFor();
    await prepare?.(page);
    await page.evaluate(() => document.fonts.ready);
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await context.close();
    console.log(name);
  }
} finally {
  await browser.close();
  await showcase.stop();
}
