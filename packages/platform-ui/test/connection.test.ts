import type { Page } from 'playwright-core';
import { describeInChromium, signIn } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

/** A page that calls all the time, and counts the results. */
const askingPage = `
import { useContext, useEffect, useState } from 'react';
import { SymphonyContext } from '@symphony';
export default function Asking() {
  const { nc } = useContext(SymphonyContext);
  const [heard, setHeard] = useState(0);
  useEffect(() => {
    const counts = { answered: 0, failed: 0 };
    window.counts = counts;
    const ask = async () => {
      try { await nc.request('cirata.extensions.echo.slow', 'x', { timeout: 5000 }); counts.answered += 1; }
      catch { counts.failed += 1; }
    };
    const timer = setInterval(ask, 25);
    const events = nc.subscribe('extensions.echo.tick', { callback: () => setHeard((last) => last + 1) });
    return () => { clearInterval(timer); events.unsubscribe(); };
  }, [nc]);
  return <p data-testid="heard">{heard}</p>;
}`;

const counts = (page: Page): Promise<{ answered: number; failed: number }> =>
  page.evaluate(() => Reflect.get(window, 'counts') as { answered: number; failed: number });

describeInChromium("the browser's connection", () => {
  let world: ShellWorld;
  let echo: WireExtension;

  beforeAll(async () => {
    world = await ShellWorld.start();
    echo = await WireExtension.start(world.platform, {
      prefix: 'echo',
      features: {
        resources: [{ uri: 'ui://echo/asking', mimeType: 'text/symphony-jsx', text: askingPage }],
        routes: { '/echo': { uri: 'ui://echo/asking' } },
        menus: [{ group: 'main', item: 'Echo', route: '/echo', icon: 'fa-star' }],
      },
      handlers: { slow: () => new Promise((resolve) => setTimeout(() => resolve('ok'), 200)) },
    });
  });
  afterAll(async () => {
    await echo?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  it('is renewed without losing a call that is under way, or an event', async () => {
    const { page } = await world.page();
    // The JWT is valid for an hour, but the browser is told that it expires in four seconds.
    await page.route('**/ui/credentials', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), expires: new Date(Date.now() + 4_000) } });
    });
    await signIn({ page }, world.url);
    await page.getByRole('link', { name: 'Echo' }).click();
    await page.getByTestId('heard').waitFor();
    for (let renewal = 0; renewal < 3; renewal += 1) await page.waitForResponse('**/ui/credentials');
    echo.nc.publish('extensions.echo.tick', '1');
    await page.waitForFunction(() => Number(document.querySelector('[data-testid=heard]')?.textContent) > 0);
    const { answered, failed } = await counts(page);
    expect(failed).toBe(0);
    expect(answered).toBeGreaterThan(100);
  });

  it('comes back after a restart of the server, though credentials were refused meanwhile', async () => {
    const { page } = await world.signedIn('/echo');
    await page.getByTestId('heard').waitFor();
    // A socket factory that rejects would make the NATS client wait forever.
    let refused = 0;
    await page.route('**/ui/credentials', (route) => (refused++ < 4 ? route.abort() : route.continue()));
    await world.platform.natsServer?.kill();
    await page.getByText('Reconnecting…').waitFor();
    await world.platform.natsServer?.restart();
    await page.getByText('Reconnecting…').waitFor({ state: 'detached', timeout: 45_000 });
    const before = (await counts(page)).answered;
    await page.waitForFunction(
      (last) => (Reflect.get(window, 'counts') as { answered: number }).answered > last,
      before,
    );
    expect(refused).toBeGreaterThan(4);
  });

  it('ends when its session is revoked, which shows the sign-in page', async () => {
    const { page } = await world.signedIn('/echo');
    await page.getByTestId('heard').waitFor();
    const sessions = world.platform.keys.list().filter(({ session, revoked }) => session && revoked === undefined);
    for (const { id } of sessions) await world.platform.keys.revoke(id);
    await page.getByText('Your session has ended').waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('button', { name: 'Continue as developer' }).click();
    await page.getByTestId('heard').waitFor();
    expect(asked.filter((url) => url.endsWith('/ui/credentials'))).toHaveLength(1);
  });

  it('belongs to a key pair that no script can read', async () => {
    const { page } = await world.signedIn('/echo');
    const seen = await page.evaluate(async () => {
      const opening = indexedDB.open('symphony');
      const database = await new Promise<IDBDatabase>((resolve) => (opening.onsuccess = () => resolve(opening.result)));
      const request = database.transaction('keys').objectStore('keys').getAll();
      const [pair] = await new Promise<CryptoKeyPair[]>(
        (resolve) => (request.onsuccess = () => resolve(request.result)),
      );
      const exported = await crypto.subtle
        .exportKey('pkcs8', pair?.privateKey as CryptoKey)
        .catch((error: Error) => error.name);
      return { exported, extractable: pair?.privateKey.extractable };
    });
    expect(seen).toEqual({ exported: 'InvalidAccessError', extractable: false });
  });

  it.each([
    ['a foreign page', { origin: 'https://foreign.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['nobody who is signed in', {}, 401],
  ])('is refused to %s', async (_who, headers, status) => {
    const { hostname, port } = new URL(world.url);
    const { request } = await import('node:http');
    const answer = await new Promise<number>((resolve, reject) => {
      const asked = request({
        host: hostname,
        port,
        path: '/nats',
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          origin: world.url,
          ...headers,
        },
      });
      asked.on('response', ({ statusCode }) => resolve(statusCode ?? 0));
      asked.on('upgrade', () => resolve(101));
      asked.on('error', reject);
      asked.end();
    });
    expect(answer).toBe(status);
  });
});
