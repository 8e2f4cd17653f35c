import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import type { Browser } from 'playwright-core';
import { ui } from '../src/index.js';
import { describeInChromium, launchChromium, signIn, watchedPage } from './kit/chromium.js';
import { pythonPage } from './kit/python-page.js';
import { WireExtension } from './kit/wire-extension.js';

/** One address for several platforms, like a balancer. Each new connection goes to the selected platform. */
class OneAddress implements AsyncDisposable {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #target: number;

  private constructor(target: Platform) {
    this.#target = portOf(target);
    this.#server = createServer((socket) => {
      const up = connect(this.#target, '127.0.0.1');
      this.#open.add(socket);
      const end = (): void => {
        up.destroy();
        socket.destroy();
        this.#open.delete(socket);
      };
      for (const one of [up, socket]) one.on('error', end).on('close', end);
      socket.pipe(up).pipe(socket);
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  static async open(target: Platform): Promise<OneAddress> {
    const address = new OneAddress(target);
    await new Promise<void>((resolve) => address.#server.listen(0, '127.0.0.1', resolve));
    return address;
  }

  /** Sends new connections to `target`. Open connections stay. */
  leadTo(target: Platform): void {
    this.#target = portOf(target);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const portOf = ({ httpUrl }: Platform): number => Number(new URL(httpUrl).port);

describeInChromium('two platforms behind one address', () => {
  let dataDir: string;
  let owner: Platform;
  let first: Platform;
  let second: Platform;
  let catalog: WireExtension;
  let address: OneAddress;
  let browser: Browser;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'shell-replicas-'));
    const dev = { grantDeclared: true, signIn: true, allowVulnerableServer: true };
    const shared = { keysDir: join(dataDir, 'secret'), ui: ui(), dev };
    // The platform with the NATS server stays. Only the others come and go.
    owner = await startPlatform({ ...shared, dataDir: join(dataDir, 'nats') });
    const websocketUrl = owner.natsServer?.websocketUrl;
    const replica = { ...shared, natsUrl: owner.natsUrl, ...(websocketUrl === undefined ? {} : { websocketUrl }) };
    first = await startPlatform(replica);
    second = await startPlatform(replica);
    catalog = await WireExtension.start(owner, {
      prefix: 'catalog',
      features: {
        resources: [{ uri: 'ui://catalog/home', mimeType: 'text/symphony-jsx', text: pythonPage }],
        routes: { '/catalog': { uri: 'ui://catalog/home' } },
        menus: [{ group: 'main', item: 'Catalog', route: '/catalog', icon: 'fa-book' }],
      },
      handlers: { list: () => [{ name: 'A book' }] },
    });
    address = await OneAddress.open(first);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await address?.[Symbol.asyncDispose]();
    await catalog?.[Symbol.asyncDispose]();
    for (const platform of [second, first, owner]) await platform?.stop();
    await rm(dataDir, { recursive: true });
  });

  it('are one: a session of the first works on the second, and goes on when the first is gone', async () => {
    const { page, wrongs } = await watchedPage(browser, address.url);
    await signIn({ page }, address.url);
    address.leadTo(second);
    await page.goto(`${address.url}/catalog`);
    await page.getByText('A book').waitFor();

    await first.stop();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('A book').waitFor();
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('cell', { name: 'catalog' }).first().waitFor();
    await page.getByRole('link', { name: 'Catalog' }).click();
    await page.getByText('A book').waitFor();
    await page.getByText('Reconnecting…').waitFor({ state: 'detached' });
    expect(wrongs.filter((wrong) => !/ERR_|WebSocket/.test(wrong))).toEqual([]);
  });
});
