import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CANDIDATES = [
  process.env['CHROMIUM_BIN'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine; `undefined` if there is none. */
const executable = CANDIDATES.find((path) => path !== undefined && existsSync(path));
const isCi = !['', '0', 'false', undefined].includes(process.env['CI']?.toLowerCase());

/** Like `describe`, for tests that need a browser. Without one they are reported as skipped, and in CI as failed. */
export function describeInChromium(name: string, body: () => void): void {
  if (executable !== undefined || isCi) {
    describe(name, body);
    return;
  }
  console.warn(`${name}: not run, since there is no Chromium here; install one, or name its binary in CHROMIUM_BIN`);
  describe.skip(name, body);
}

/** Things that no page may ever do. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors on the console, uncaught errors, violations of the policy, and requests to other hosts. */
  readonly wrongs: string[];
}

/**
 * By default, playwright switches off the partitions in which browsers store the data of documents from another site, and such
 * documents then have no storage. With this list of features, the browser behaves as it does for people.
 */
export const PARTITIONED_STORAGE: readonly string[] = ['--disable-features=Translate,HttpsUpgrades,MediaRouter'];

/** A browser for one test file. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  if (executable === undefined) throw new Error('there is no Chromium: apt-get install chromium, or set CHROMIUM_BIN');
  return chromium.launch({
    executablePath: executable,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      ...more,
    ],
  });
}

/** A page in a new context. Its problems are recorded. */
export async function watchedPage(
  browser: Browser,
  origin: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const wrongs: string[] = [];
  page.on('pageerror', (error) => wrongs.push(`uncaught ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) wrongs.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = url.origin === origin || ['data:', 'blob:', 'about:'].includes(url.protocol);
    if (!isOwn) wrongs.push(`asked ${request.url()}`);
  });
  return { page, context, wrongs };
}

/** Signs in as the developer, and waits for the shell. */
export async function signIn({ page }: Pick<Watched, 'page'>, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Continue as developer' }).click();
  await page.getByLabel(/^Signed in as/).waitFor();
}
