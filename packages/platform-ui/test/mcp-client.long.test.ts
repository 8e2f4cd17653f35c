import { build } from 'esbuild';
import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

/** An app with the official client, in one HTML file, as its authors write one. */
const source = `
import { App } from '@modelcontextprotocol/ext-apps';

const show = (id, text) => { document.getElementById(id).textContent = text; };
const app = new App({ name: 'Orders', version: '1.0.0' }, {});
app.onhostcontextchanged = ({ theme }) => theme && show('theme', theme);
app.connect().then(async () => {
  show('host', app.getHostVersion().name);
  show('theme', app.getHostContext().theme);
  const { structuredContent } = await app.callServerTool({ name: 'count', arguments: { of: 'orders' } });
  show('count', structuredContent.of + ' ' + structuredContent.count);
  await app.callServerTool({ name: 'nobody', arguments: {} }).catch((error) => show('refused', error.message));
  document.getElementById('help').onclick = () => app.openLink({ url: '/help' });
}).catch((error) => show('host', String(error)));
`;

async function appHtml(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: __dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  });
  const script = (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
  const places = ['host', 'theme', 'count', 'refused'].map((id) => `<p id="${id}"></p>`).join('');
  return `<!doctype html><html lang="en"><body>${places}<button id="help">Help</button><script>${script}</script></body></html>`;
}

describeInChromium('an MCP app with the official client', () => {
  let world: ShellWorld;
  let orders: WireExtension;

  beforeAll(async () => {
    world = await ShellWorld.start();
    orders = await WireExtension.start(world.platform, {
      prefix: 'orders',
      features: {
        resources: [{ uri: 'ui://orders/app', mimeType: 'text/html;profile=mcp-app', text: await appHtml() }],
        routes: { '/orders': { uri: 'ui://orders/app' } },
      },
      handlers: { count: (message) => ({ ...message.json<object>(), count: 7 }) },
    });
  });
  afterAll(async () => {
    await orders?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  it('connects, calls tools of its own extension alone, follows the colours and opens links', async () => {
    const { page, wrongs } = await world.signedIn('/orders');
    const frame = page.frameLocator('iframe');
    await frame.getByText('symphony-ts').waitFor();
    await frame.getByText('orders 7').waitFor();
    await frame.getByText("there is no tool 'nobody'").waitFor();
    await frame.locator('#theme').getByText('light').waitFor();
    await page.emulateMedia({ colorScheme: 'dark' });
    await frame.locator('#theme').getByText('dark').waitFor();
    await frame.getByRole('button', { name: 'Help' }).click();
    await page.getByRole('heading', { name: 'Help', level: 1 }).waitFor();
    expect(wrongs).toEqual([]);
  });
});
