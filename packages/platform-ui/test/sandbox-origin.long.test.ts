import { request } from 'node:http';
import type { Frame, Page } from 'playwright-core';
import { frameSandbox } from '../src/wire/frame-sandbox.js';
import { attemptScript, attempts, storageAttempts } from './kit/attempts.js';
import { describeInChromium, launchChromium, PARTITIONED_STORAGE } from './kit/chromium.js';
import { ForeignServer } from './kit/foreign-server.js';
import { quietAttempts } from './kit/quiet-attempts.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

/** Status and headers of the answer to a request with the header `host`, at any address. */
function ask(url: string, path: string, host: string): Promise<{ status: number; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const headers = { host, 'x-symphony': '1', 'sec-fetch-site': 'same-origin' };
    const sent = request({ hostname, port, path, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    sent.on('error', reject).end();
  });
}

/** Reports what it had stored, stores a word, and looks for the data of the frame beside it. */
const keeper = `<!doctype html><html lang="en"><body><p id="kept"></p><p id="beside"></p><script>
document.getElementById('kept').textContent = 'kept ' + localStorage.getItem('word') + ' at ' + location.hostname;
localStorage.setItem('word', location.hostname);
</script></body></html>`;

describeInChromium('documents at a second host', () => {
  let world: ShellWorld;
  let foreign: ForeignServer;
  const extensions: WireExtension[] = [];

  beforeAll(async () => {
    const options = { sandboxOrigin: 'http://*.localhost', trustedJsx: [] };
    world = await ShellWorld.start(options, {}, PARTITIONED_STORAGE);
    foreign = await ForeignServer.start();
    const html = `<!doctype html><html lang="en"><body><script>${attemptScript([...attempts, ...quietAttempts], world.url, foreign.origin)}</script></body></html>`;
    for (const prefix of ['first', 'second']) {
      extensions.push(
        await WireExtension.start(world.platform, {
          prefix,
          features: {
            resources: [
              { uri: `ui://${prefix}/keeper`, mimeType: 'text/html', text: keeper },
              { uri: `ui://${prefix}/hostile`, mimeType: 'text/html', text: html },
              { uri: `ui://${prefix}/app`, mimeType: 'text/html;profile=mcp-app', text: html },
              { uri: `ui://${prefix}/bridged`, mimeType: 'text/html+symphony', text: '<p>bridged</p>' },
              { uri: `ui://${prefix}/htmx`, mimeType: 'text/html+htmx', text: '{"page":"x"}' },
              { uri: `ui://${prefix}/jsx`, mimeType: 'text/symphony-jsx', text: 'export default () => <p>jsx</p>;' },
            ],
            routes: Object.fromEntries(
              ['keeper', 'hostile', 'app'].map((name) => [`/${prefix}/${name}`, { uri: `ui://${prefix}/${name}` }]),
            ),
            widgets: [{ uri: `ui://${prefix}/keeper`, title: `Keeper ${prefix}` }],
          },
        }),
      );
    }
  });
  afterAll(async () => {
    for (const extension of extensions) await extension[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
    await foreign?.[Symbol.asyncDispose]();
  });

  const frameOf = async (page: Page): Promise<Frame> => {
    const frame = await page.waitForSelector('iframe').then((element) => element.contentFrame());
    if (!frame) throw new Error('the iframe has no document');
    return frame;
  };
  const port = (): string => new URL(world.url).port;

  it('keep what they store, each extension its own', async () => {
    const { page, wrongs } = await world.signedIn('/first/keeper');
    const shown = page.frameLocator('iframe').locator('#kept');
    await shown.getByText('kept null at first.localhost').waitFor();
    await page.reload();
    await shown.getByText('kept first.localhost at first.localhost').waitFor();
    await page.goto(`${world.url}/second/keeper`);
    await shown.getByText('kept null at second.localhost').waitFor();
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('allow-scripts allow-same-origin allow-forms');
    // Only the documents at the second host are requested from another origin.
    const elsewhere = wrongs.filter((wrong) => !/^asked http:\/\/(?:first|second)\.localhost:\d+\/ui\/s\//.test(wrong));
    expect(elsewhere).toEqual([]);
  });

  it.each(['hostile', 'app'])(
    'of kind %s get no further than to their own storage',
    async (name) => {
      foreign.asked.length = 0;
      const { page, context } = await world.signedIn(`/first/${name}`);
      const frame = await frameOf(page);
      const escaped = await frame.waitForFunction(() => Reflect.get(window, 'escaped'), undefined, {
        timeout: 100_000,
      });
      expect([...((await escaped.jsonValue()) as string[])].sort()).toEqual([...storageAttempts].sort());
      expect(foreign.asked).toEqual([]);
      expect(page.url()).toBe(`${world.url}/first/${name}`);
      expect(context.pages()).toEqual([page]);
      // It stores data at its own host. It neither sees nor changes the session of the shell.
      const cookies = await context.cookies(world.url);
      expect(cookies).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Strict' })]);
      await context.close();
    },
    150_000,
  );

  it('cannot look into the document of another extension on the same page', async () => {
    const { page } = await world.signedIn('/first/keeper');
    const frame = await frameOf(page);
    await frame.locator('#kept').getByText('kept').waitFor();
    const address = (await page.request.get(`${world.url}/ui/f/second/keeper`, { maxRedirects: 0 })).headers()[
      'location'
    ];
    await page.evaluate((src) => {
      const beside = Object.assign(document.createElement('iframe'), { src, name: 'beside' });
      document.body.append(beside);
      return new Promise((resolve) => (beside.onload = resolve));
    }, address);
    const looked = await frame.evaluate(() => {
      try {
        return [...Array(parent.frames.length).keys()].map((index) => {
          const other = parent.frames[index];
          if (other === window) return 'itself';
          try {
            return other?.document.body.textContent ?? '';
          } catch {
            return 'refused';
          }
        });
      } catch (error) {
        return String(error);
      }
    });
    expect(looked).toEqual(['itself', 'refused']);
  });

  it.each(['bridged', 'htmx', 'jsx'])('are not those of kind %s, which stay without an origin', async (name) => {
    const { page } = await world.signedIn();
    const answer = await page.request.get(`${world.url}/ui/f/first/${name}`, { maxRedirects: 0 });
    expect(answer.status()).toBe(200);
    expect(answer.headers()['content-security-policy']).toMatch(/; sandbox allow-scripts allow-forms(?:;|$)/);
  });

  it.each([
    '/',
    '/ui/session',
    '/ui/f/first/keeper',
    '/ui/assets/manifest.json',
    '/api/v1/health',
    '/api/v1/keys',
    '/nats',
    '/ui/s',
  ])('are all there is at that host: not %s', async (path) => {
    expect((await ask(world.url, path, `first.localhost:${port()}`)).status).toBe(404);
  });

  it('are given out for the address that the shell was told, and for no other', async () => {
    const { page } = await world.signedIn();
    const answer = await page.request.get(`${world.url}/ui/f/first/keeper`, { maxRedirects: 0 });
    expect(answer.status()).toBe(303);
    const told = new URL(answer.headers()['location'] ?? '');
    expect(told.origin).toBe(`http://first.localhost:${port()}`);
    const status = async (path: string, host = told.host): Promise<number> => (await ask(world.url, path, host)).status;
    const path = told.pathname + told.search;
    const good = await ask(world.url, path, told.host);
    expect(good.status).toBe(200);
    expect(good.headers['content-security-policy']).toContain(`frame-ancestors ${world.url};`);
    expect(good.headers['content-security-policy']).toContain('sandbox allow-scripts allow-same-origin allow-forms');
    expect(await status(path, new URL(world.url).host)).toBe(404);
    expect(await status(path, `second.localhost:${port()}`)).toBe(404);
    expect(await status(path.replace('/keeper', '/hostile'))).toBe(404);
    expect(await status(path.replace('first', 'second'), `second.localhost:${port()}`)).toBe(404);
    expect(await status(path.replace(/key=..../, 'key=AAAA'))).toBe(404);
    expect(await status(path.replace(/by=[^&]+/, 'by=http%3A%2F%2Fevil.example'))).toBe(404);
    expect(await status(told.pathname)).toBe(404);
  });
});

describeInChromium('a second host that is none', () => {
  it('would be no sandbox: on one origin a document with these tokens takes its own frame apart', async () => {
    const inner = `<!doctype html><title>t</title><script>frameElement.removeAttribute('sandbox'); parent.document.title = 'mine';</script>`;
    const pages = new Map([['/inner', inner]]);
    await using server = await ForeignServer.start(pages);
    pages.set('/', `<!doctype html><title>t</title><iframe sandbox="${frameSandbox.ownOrigin}" src="/inner"></iframe>`);
    const browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(`${server.origin}/`);
    await page.waitForFunction(() => document.title === 'mine');
    await browser.close();
  });

  it('leaves documents without an origin', async () => {
    await using world = await ShellWorld.start({ sandboxOrigin: 'http://127.0.0.1:1' });
    await using extension = await WireExtension.start(world.platform, {
      prefix: 'first',
      features: {
        resources: [{ uri: 'ui://first/page', mimeType: 'text/html', text: '<p>page</p>' }],
        routes: { '/first': { uri: 'ui://first/page' } },
      },
    });
    const { page } = await world.signedIn(`/${extension.prefix}`);
    await page.frameLocator('iframe').getByText('page').waitFor();
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('allow-scripts allow-forms');
  });
});
