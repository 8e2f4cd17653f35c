import { eventually } from '../../../test/support/eventually.js';
import { type Attempt, attemptScript, attempts, bridgeAttempts } from './kit/attempts.js';
import { describeInChromium } from './kit/chromium.js';
import { ForeignServer } from './kit/foreign-server.js';
import { nuisances, quietAttempts } from './kit/quiet-attempts.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

const html = (script: string): string =>
  `<!doctype html><html lang="en"><body><script>${script}</script></body></html>`;
const jsx = (script: string): string =>
  `import { useEffect } from 'react';\nexport default function Page() { useEffect(() => { ${script} }, []); return <p>…</p>; }`;

const everywhere = [...attempts, ...quietAttempts, ...nuisances];

/** Kinds of frames, each with the features that it may use. */
const kinds = [
  { type: 'text/html', write: html, tried: everywhere },
  { type: 'text/html;profile=mcp-app', write: html, tried: everywhere },
  { type: 'text/html+symphony', write: html, tried: [...everywhere, ...bridgeAttempts] },
  { type: 'text/symphony-jsx', write: jsx, tried: [...everywhere, ...bridgeAttempts] },
] as const;

describeInChromium('a hostile document', () => {
  let world: ShellWorld;
  let foreign: ForeignServer;
  let victim: WireExtension;
  let hostile: WireExtension;

  beforeAll(async () => {
    world = await ShellWorld.start({ trustedJsx: [] });
    const { url } = world;
    // The control has the same origin as the page around it, so nothing confines it.
    const control = '<!doctype html><html lang="en"><body></body></html>';
    const around = '<title>t</title><iframe src="/control"></iframe>';
    foreign = await ForeignServer.start(
      new Map([
        ['/around', around],
        ['/control', control],
      ]),
    );
    victim = await WireExtension.start(world.platform, {
      prefix: 'victim',
      buckets: [{ name: 'victim_items' }],
      handlers: { read: () => ({ secret: 1 }) },
    });
    hostile = await WireExtension.start(world.platform, {
      prefix: 'hostile',
      features: {
        resources: kinds.map(({ type, write, tried }, index) => ({
          uri: `ui://hostile/kind-${index}`,
          mimeType: type,
          text: write(attemptScript(tried, url, foreign.origin)),
        })),
        routes: Object.fromEntries(
          kinds.map((_kind, index) => [`/hostile/${index}`, { uri: `ui://hostile/kind-${index}` }]),
        ),
      },
    });
  });
  afterAll(async () => {
    await hostile?.[Symbol.asyncDispose]();
    await victim?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
    await foreign?.[Symbol.asyncDispose]();
  });

  it.each(kinds.map(({ type }, index) => [type, index] as const))(
    'of type %s gets nowhere',
    async (_type, index) => {
      foreign.asked.length = 0;
      const { page, context } = await world.signedIn(`/hostile/${index}`);
      const saved: string[] = [];
      page.on('download', (download) => saved.push(download.url()));
      const frame = await page.waitForSelector('iframe').then((one) => one.contentFrame());
      const escaped = await frame?.waitForFunction(() => Reflect.get(window, 'escaped'), undefined, {
        timeout: 100_000,
      });
      expect(await escaped?.jsonValue()).toEqual([]);
      // Finally it navigates away, with its findings in the address. The shell's own policy limits where a frame may go.
      await frame?.evaluate((to) => {
        const form = Object.assign(document.createElement('form'), { action: `${to}/self-form` });
        document.body.append(form);
        setTimeout(() => form.submit());
        setTimeout(() => (location.href = `${to}/self?data=1`), 100);
      }, foreign.origin);
      await page.waitForTimeout(500);
      expect(foreign.asked).toEqual([]);
      expect(page.url()).toBe(`${world.url}/hostile/${index}`);
      expect(saved).toEqual([]);
      expect(context.pages()).toEqual([page]);
      expect(world.platform.keys.list().filter(({ name }) => name === 'stolen')).toEqual([]);
      await context.close();
    },
    150_000,
  );

  it('would get away with all of that where nothing keeps it in', async () => {
    foreign.asked.length = 0;
    const context = await world.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${foreign.origin}/around`);
    const frame = await page.waitForSelector('iframe').then((one) => one.contentFrame());
    // Its links and forms open other pages, so the test only looks at the time before.
    const worked = (list: readonly Attempt[]): string[] =>
      list.filter((one) => one.worksUnguarded).map(({ name }) => name);
    const before = attempts.slice(
      0,
      attempts.findIndex(({ name }) => name === 'open a window'),
    );
    const asking = quietAttempts.filter(({ asks }) => asks !== undefined);
    const run = (list: readonly Attempt[]): Promise<string[] | undefined> =>
      Promise.resolve(
        frame?.evaluate(
          async (script) => {
            Reflect.deleteProperty(window, 'escaped');
            await new Promise((resolve) => setTimeout(resolve, 0));
            // oxlint-disable-next-line no-eval -- the control: this page has no policy
            (0, eval)(`{${script}}`);
            while (Reflect.get(window, 'escaped') === undefined) {
              await new Promise((resolve) => setTimeout(resolve, 50));
            }
            return Reflect.get(window, 'escaped') as string[];
          },
          attemptScript(list, world.url, foreign.origin),
        ),
      );
    const done = new Set(await run([...before, ...asking]));
    const left = (): Attempt[] => before.filter(({ name, worksUnguarded }) => worksUnguarded && !done.has(name));
    // On a busy machine an attempt may be late and count as failed, so it is repeated once.
    for (let turn = 0; turn < 5 && left().length > 0; turn += 1) {
      for (const name of (await run(left())) ?? []) done.add(name);
    }
    expect([...done]).toEqual(expect.arrayContaining(worked(before)));
    await eventually(
      () => expect(foreign.asked).toEqual(expect.arrayContaining(asking.map(({ asks }) => asks))),
      10_000,
    );
    await context.close();
  });

  it('opened by its own address still has no origin', async () => {
    const { context } = await world.signedIn();
    const answer = await context.request.get(`${world.url}/ui/f/hostile/kind-0`);
    expect(answer.headers()['content-security-policy']).toMatch(/; sandbox allow-scripts allow-forms;/);
  });
});
