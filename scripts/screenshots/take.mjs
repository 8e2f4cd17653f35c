// @ts-check
// Takes the screenshots of the guides in Chromium, or compares them with the current shell: `npm run screenshots -- --help`.
// Needs a build.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { measureDifference } from './compare.mjs';
import { readArguments } from './read-arguments.mjs';
import { openShowcase } from './showcase.mjs';

/** @typedef {import('./shots.mjs').Shot} Shot */

/**
 * The largest difference between two pictures of the same content. Two runs of one shell differ by up to 0.06 (the clock and
 * the memory on the dashboard), a missing widget by at least 0.32, and other colours by more than 50.
 */
const BOUND = 0.15;

const { isCheck, folder, wanted } = readArguments(process.argv.slice(2));
const executablePath = [process.env['CHROMIUM_BIN'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path && existsSync(path),
);
if (!executablePath) throw new Error('there is no Chromium: apt-get install chromium, or set CHROMIUM_BIN');
const out = isCheck ? mkdtempSync(join(tmpdir(), 'symphony-screenshots-')) : folder;
mkdirSync(out, { recursive: true });

const showcase = await openShowcase();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  let different = 0;
  for (const shot of wanted) {
    await take(shot);
    if (!isCheck) console.log(shot.name);
    else if (!(await isAsBefore(shot))) different += 1;
  }
  if (different > 0) {
    console.error(
      `${different} of ${wanted.length} differ from ${folder}: look at ${out}, and take them again if it is right`,
    );
    process.exitCode = 1;
  } else if (isCheck) rmSync(out, { recursive: true });
} finally {
  await browser.close();
  await showcase.stop();
}

/** @param {Shot} shot */
async function take({ name, path, colours = 'light', width = 1280, height = 800, prepare }) {
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
  await page.screenshot({ path: join(out, `${name}.png`) });
  await context.close();
}

/**
 * Compares a new picture with the existing one, and prints the difference.
 *
 * @param {Shot} shot
 */
async function isAsBefore({ name }) {
  const before = join(folder, `${name}.png`);
  if (!existsSync(before)) {
    console.log(`${name.padEnd(10)} is not in ${folder}`);
    return false;
  }
  const page = await browser.newPage();
  const difference = await measureDifference(page, before, join(out, `${name}.png`));
  await page.close();
  const isSame = difference !== undefined && difference <= BOUND;
  const figure = difference === undefined ? 'has another size' : `${difference.toFixed(3)} %`;
  console.log(`${name.padEnd(10)} ${figure}${isSame ? '' : ` (more than ${BOUND} %)`}`);
  return isSame;
}
