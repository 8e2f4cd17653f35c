// Measures the browser shell against its budget: script before the first content, first paint beside plain HTML, a hot update, a
// frame that computes, and the heap after many hot updates. `npm run bench -- ui`. Skipped without Chromium.
import { readFileSync, statSync } from 'node:fs';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { ui } from '@symphony-ts/platform-ui';
import type { Browser, Page } from 'playwright-core';
import { interleave, reportRatio } from '../../../scripts/bench/goals.mjs';
import { launchChromium, signIn } from '../test/kit/chromium.js';
import { WireExtension } from '../test/kit/wire-extension.js';

const KB = 1_024;
const SCRIPT_BUDGET = 170 * KB;
const PAINT_ROUNDS = 15;
const UPDATE_ROUNDS = 15;
const UPDATE_BUDGET_MS = 400;
const PAUSE_BUDGET_MS = 200;
/** The number of hot updates in a day of development. */
const UPDATES = Number(process.env['UI_BENCH_UPDATES'] ?? 2_000);
const HEAP_BUDGET = 50 * KB * KB;
const PLAIN = '/plain-html';

const plainPage = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title><p>Starting…</p></html>';
const live = (count: number): string =>
  `import { useSymphony } from '@symphony';
export default function Page() { useSymphony(); return <p data-testid="count">${count}</p>; }`;
const busy = `<!doctype html><p>busy</p><script>
setTimeout(() => { const end = performance.now() + 3000; while (performance.now() < end); document.body.dataset.done = '1'; }, 1500);
</script>`;

interface Parts {
  readonly platform: Platform;
  readonly browser: Browser;
  readonly extension: WireExtension;
}

/** The bytes that a browser loads before the shell draws its first content. */
function measureScript(): void {
  const assets = new URL('../assets/', import.meta.url);
  const { preload } = JSON.parse(readFileSync(new URL('manifest.json', assets), 'utf8')) as { preload: string[] };
  const bytes = preload.map((address) => statSync(new URL(`${address.split('/').at(-1)}.br`, assets)).size);
  const total = bytes.reduce((sum, size) => sum + size, 0);
  report('script before the first content', '170 kB brotli', 1, [total / SCRIPT_BUDGET]);
}

const report = (name: string, beside: string, goal: number, ratios: readonly number[]): void =>
  reportRatio({ what: 'ui', case: name, beside, goal, ratios });

/** First contentful paint of a path, in a new profile, so that nothing is cached. */
async function paintOf({ browser, platform }: Parts, path: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(platform.httpUrl + path);
  const paint = await page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        new PerformanceObserver((list) => {
          const found = list.getEntriesByName('first-contentful-paint')[0];
          if (found) resolve(found.startTime);
        }).observe({ type: 'paint', buffered: true }),
      ),
  );
  await context.close();
  return paint;
}

async function measurePaint(parts: Parts): Promise<void> {
  await paintOf(parts, '/');
  const costs = await interleave(
    { shell: () => paintOf(parts, '/'), plain: () => paintOf(parts, PLAIN) },
    PAINT_ROUNDS,
  );
  const ratios = costs.shell.map((cost, round) => cost / (costs.plain[round] ?? Number.NaN));
  report('first contentful paint', 'plain HTML', 1.5, ratios);
}

async function openPage({ browser, platform }: Parts, path: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn({ page }, platform.httpUrl);
  await page.goto(platform.httpUrl + path);
  return page;
}

const waitForCount = (page: Page, count: number) =>
  page.waitForFunction(
    (wanted) => document.querySelector('[data-testid=count]')?.textContent === wanted,
    String(count),
  );

/** The time from `updateResource()` to the change on the screen. */
async function measureUpdates(parts: Parts, page: Page): Promise<void> {
  const ratios: number[] = [];
  for (let round = 1; round <= UPDATE_ROUNDS; round += 1) {
    const began = performance.now();
    await Promise.all([parts.extension.updateResource('ui://bench/live', live(round)), waitForCount(page, round)]);
    ratios.push((performance.now() - began) / UPDATE_BUDGET_MS);
  }
  report('updateResource() to visible', '400 ms', 1, ratios);
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

async function measureHeap({ extension }: Parts, page: Page): Promise<void> {
  const before = await heapOf(page);
  for (let update = 1; update <= UPDATES; update += 1) {
    await extension.updateResource('ui://bench/live', live(1_000 + update));
    // Waits for each update, so that every one is drawn.
    if (update % 10 === 0) await waitForCount(page, 1_000 + update);
  }
  const grown = (await heapOf(page)) - before;
  report(`heap after ${UPDATES} hot updates`, '50 MB', 1, [grown / HEAP_BUDGET]);
}

/** The longest time between two frames of the page while one of its widgets computes for three seconds. */
async function measurePause(parts: Parts): Promise<void> {
  const page = await openPage(parts, '/bench/busy');
  const frame = page.locator('iframe');
  await frame.waitFor();
  const longest = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let last = performance.now();
        let most = 0;
        const end = last + 6_000;
        const next = (now: number): void => {
          most = Math.max(most, now - last);
          last = now;
          if (now > end) resolve(most);
          else requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
  );
  await page.context().close();
  report('longest pause while a frame computes 3 s', '200 ms', 1, [longest / PAUSE_BUDGET_MS]);
}

measureScript();
const browser = await launchChromium();
const platform = await startPlatform({
  dev: { grantDeclared: true, signIn: true, allowVulnerableServer: true },
  ui: async (host) => {
    host.app.get(PLAIN, (_request, reply) => reply.type('text/html').send(plainPage));
    await ui()(host);
  },
});
const extension = await WireExtension.start(platform, {
  prefix: 'bench',
  features: {
    resources: [
      { uri: 'ui://bench/live', mimeType: 'text/symphony-jsx', text: live(0) },
      { uri: 'ui://bench/busy', mimeType: 'text/html', text: busy },
    ],
    routes: { '/bench': { uri: 'ui://bench/live', routes: { '/busy': { uri: 'ui://bench/busy' } } } },
  },
});
try {
  const parts = { platform, browser, extension };
  await measurePaint(parts);
  await measurePause(parts);
  const page = await openPage(parts, '/bench');
  await waitForCount(page, 0);
  await measureUpdates(parts, page);
  await measureHeap(parts, page);
} finally {
  await extension[Symbol.asyncDispose]();
  await browser.close();
  await platform.stop();
}
