import type { Frame, Page } from 'playwright-core';
import { eventually } from '../../../test/support/eventually.js';
import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

const bridged = (script: string): string => `<input id="trap"><script>(async () => { ${script} })();</script>`;

/** The attacks of each page on its viewer. */
const pages = {
  grabber: `setInterval(() => document.getElementById('trap').focus(), 20);
    addEventListener('keydown', ({ key }) => { window.heard = (window.heard ?? '') + key; });`,
  balloon: `await symphony.ready;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { if (data.id === sizes.length) window.done = true; };
    const sizes = [1e9, -1, NaN, Infinity, '9e9', {}, null, [5e9], 1e308];
    parent.postMessage({ symphony: 'hello', version: 1 }, '*', [port2]);
    sizes.forEach((size, index) => port1.postMessage({ id: index + 1, method: 'size', params: [size] }));`,
  talker: `await symphony.ready;
    const crumbs = Object.fromEntries(Array.from({ length: 100 }, (_, n) => ['/x' + n, '\\u202E' + 'long '.repeat(1_000)]));
    for (let n = 0; n < 5; n += 1) await symphony.setTitle(crumbs);
    window.done = true;`,
  flood: `await symphony.ready;
    for (let n = 0; n < 10_000; n += 1) {
      const { port1, port2 } = new MessageChannel();
      parent.postMessage([{ symphony: 'hello', version: 2 }, { symphony: 'hello' }, 'hello', null, { jsonrpc: '2.0', id: n, method: 'tools/call' }][n % 5], '*', n % 2 ? [port1, port2] : [port2]);
    }
    window.done = true;`,
  leader: `await symphony.ready;
    for (let n = 0; n < 20; n += 1) { try { await symphony.navigate('/hostile/leader?' + n); } catch {} }
    window.done = true;`,
  hijacker: `await symphony.ready;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { if (data.id === 1) { window.refused = data.error?.message; window.done = true; } };
    parent.postMessage({ symphony: 'hello', version: 1 }, '*', [port2]);
    port1.postMessage({ id: 1, method: 'navigate', params: ['/hostile/flood'] });`,
} as const;

/** Messages that are almost valid: with members of wrong types, without members, or with members that throw when read as text. */
const oddMessages = `
  const odd = [null, [], '', 7, NaN, -1, Infinity, '9'.repeat(99), { toString: 1, valueOf: 1 }, { height: null }, { url: {} }, new Map()];
  odd.push({ height: { toString: 1, valueOf: 1 } }, { url: { toString: 1, valueOf: 1 } }, { name: [], arguments: odd }, { __proto__: null });
  const methods = ['ui/initialize', 'ui/notifications/initialized', 'ui/notifications/size-changed', 'tools/call', 'ui/open-link', 'x', null, {}, 7];
  const send = (message, ports = []) => { try { parent.postMessage(message, '*', ports); } catch {} };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
  for (const params of odd) {
    for (const method of methods) for (const id of [1, {}, null, 'x']) send({ jsonrpc: '2.0', id, method, params });
    for (const type of ['ui-size-change', 'link', 'ui-lifecycle-iframe-ready', {}, null]) send({ type, payload: params });
    const { port1, port2 } = new MessageChannel();
    send({ symphony: 'hello', version: 1 }, [port2]);
    for (const method of ['request', 'publish', 'subscribe', 'unsubscribe', 'kv', 'fetch', 'navigate', 'setTitle', 'size', 'x', {}, null])
      for (const list of [[params], [params, params, params], params]) port1.postMessage({ id: 1, method, params: list });
    await pause();
  }
  window.done = true;`;

/** Types of frames with which the page around them communicates. */
const oddTypes = ['text/html;profile=mcp-app', 'text/html', 'text/html+symphony'] as const;

const uriOf = (name: string): string => `ui://hostile/${name}`;

describeInChromium('a frame that disturbs', () => {
  let world: ShellWorld;
  let hostile: WireExtension;

  beforeAll(async () => {
    world = await ShellWorld.start({ trustedJsx: [] });
    hostile = await WireExtension.start(world.platform, {
      prefix: 'hostile',
      name: 'Hostile',
      features: {
        resources: [
          ...Object.entries(pages).map(([name, script]) => ({
            uri: uriOf(name),
            mimeType: 'text/html+symphony' as const,
            text: bridged(script),
          })),
          ...oddTypes.map((mimeType, index) => ({ uri: uriOf(`odd-${index}`), mimeType, text: bridged(oddMessages) })),
        ],
        routes: Object.fromEntries(
          [...Object.keys(pages), ...oddTypes.map((_type, index) => `odd-${index}`)].map((name) => [
            `/hostile/${name}`,
            { uri: uriOf(name) },
          ]),
        ),
        menus: [{ group: 'main', item: 'Grabber', route: '/hostile/grabber', icon: 'fa-bug' }],
        widgets: [{ uri: uriOf('hijacker'), title: 'Hijacker' }],
      },
    });
  });
  afterAll(async () => {
    await hostile?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  /** The document in the only frame of a page. While the page settles, the frame may be drawn again. */
  async function frameOf(page: Page): Promise<Frame> {
    let found: Frame | null | undefined;
    await eventually(async () => {
      found = await (await page.waitForSelector('iframe')).contentFrame();
      return found !== null;
    });
    if (!found) throw new Error('the iframe has no document');
    return found;
  }
  async function open(path: string): Promise<{ page: Page; frame: Frame }> {
    const { page } = await world.signedIn(path);
    return { page, frame: await frameOf(page) };
  }
  const isDone = (frame: Frame): Promise<unknown> => frame.waitForFunction(() => Reflect.get(window, 'done') === true);

  it('takes no key that is meant for the palette', async () => {
    const { page, frame } = await open('/hostile/grabber');
    await frame.locator('#trap').waitFor();
    const place = await page.locator('.page-frame__place').boundingBox();
    await page.getByRole('button', { name: 'Find' }).click();
    const input = page.getByRole('combobox');
    await input.waitFor();
    await page.keyboard.type('secret words', { delay: 30 });
    expect(await input.inputValue()).toBe('secret words');
    expect(await frame.evaluate(() => Reflect.get(window, 'heard') ?? '')).toBe('');
    await page.keyboard.press('Escape');
    await page.locator('iframe').waitFor();
    expect(await page.locator('.page-frame__place').boundingBox()).toEqual(place);
  });

  it('does not grow beyond a few screens', async () => {
    const { page, frame } = await open('/hostile/balloon');
    await isDone(frame);
    const box = await page.locator('iframe').boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(40);
    expect(box?.height).toBeLessThanOrEqual(4_000);
  });

  it('fills neither the title nor the breadcrumbs', async () => {
    const { page, frame } = await open('/hostile/talker');
    await isDone(frame);
    expect(await page.locator('.crumbs li').count()).toBe(16);
    expect((await page.title()).length).toBeLessThan(220);
    expect(await page.title()).not.toContain('\u202E');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1_280);
  });

  it('does not stop the page by messages that nobody asked for', async () => {
    const { page, frame } = await open('/hostile/flood');
    await isDone(frame);
    await page.keyboard.press('Control+K');
    await page
      .getByRole('button', { name: 'Find' })
      .click({ timeout: 5_000 })
      .catch(() => undefined);
    await page.getByRole('combobox').fill('help');
    await page.getByRole('option').first().waitFor();
  });

  it.each(oddTypes.map((type, index) => [type, index] as const))(
    'of type %s breaks nothing by messages that are nearly right',
    async (_type, index) => {
      const { page, wrongs } = await world.signedIn(`/hostile/odd-${index}`);
      await isDone(await frameOf(page));
      expect(wrongs.filter((wrong) => wrong.startsWith('uncaught'))).toEqual([]);
      expect(page.url()).toBe(`${world.url}/hostile/odd-${index}`);
      await page.getByRole('link', { name: 'Help' }).click();
      await page.getByRole('heading', { name: 'Help', level: 1 }).waitFor();
    },
  );

  it('leads on without a click only in place of its own page, which leaves the way back free', async () => {
    const { page } = await world.signedIn('/help');
    const before = await page.evaluate(() => history.length);
    await page.evaluate(() => {
      history.pushState(null, '', '/hostile/leader');
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await isDone(await frameOf(page));
    expect(await page.evaluate(() => history.length)).toBe(before + 1);
    await page.goBack();
    await page.getByRole('heading', { name: 'Help', level: 1 }).waitFor();
  });

  it('on the dashboard leads nowhere before somebody has clicked in it', async () => {
    const { page, frame } = await open('/');
    await isDone(frame);
    expect(await frame.evaluate(() => Reflect.get(window, 'refused'))).toContain(
      'only when somebody has clicked in it',
    );
    expect(page.url()).toBe(`${world.url}/`);
  });
});
