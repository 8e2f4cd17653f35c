import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

const NAME = '<b onclick=alert(1)>Odd';
const TEXT = `---
title: "<img src=x onerror=alert(1)>"
breadcrumbs: { "javascript:alert(1)": "script", "//example.invalid": "elsewhere" }
---
# Help

[script](javascript:alert(1)) [data](data:text/html,x) [elsewhere](//example.invalid) [backslash](/\\\\example.invalid)

![image](http://example.invalid/x.png) <iframe src="http://example.invalid/"></iframe><script>alert(1)</script>

{{origin}} {{constructor}}
`;

describeInChromium('an extension with odd names, icons and help', () => {
  let world: ShellWorld;
  let odd: WireExtension;
  let plain: WireExtension;

  beforeAll(async () => {
    world = await ShellWorld.start();
    odd = await WireExtension.start(world.platform, {
      prefix: 'odd',
      name: NAME,
      description: '<script>alert(1)</script>',
      features: {
        resources: [{ uri: 'ui://odd/help', mimeType: 'text/markdown', text: TEXT }],
        routes: {
          '/odd': { uri: 'ui://odd/help' },
          // These texts look percent-encoded, but are not.
          '/odd/100%': { uri: 'ui://odd/help' },
          '/odd/%ff': { uri: 'ui://odd/help' },
          [`/help/extensions/${NAME}`]: { uri: 'ui://odd/help' },
        },
        menus: [{ group: '<i>Group</i>', item: '<u>Odd</u>', route: '/odd', icon: 'shell__scrim fa-book' }],
        widgets: [{ uri: 'ui://odd/help', title: '<u>Odd widget</u>' }],
      },
    });
    plain = await WireExtension.start(world.platform, {
      prefix: 'plain',
      name: 'Plain',
      features: {
        resources: [{ uri: 'ui://plain/help', mimeType: 'text/markdown', text: '# Plain help' }],
        routes: { '/help/extensions/Plain': { uri: 'ui://plain/help' } },
      },
    });
  });
  afterAll(async () => {
    await odd?.[Symbol.asyncDispose]();
    await plain?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  it('takes neither the help pages nor the palette from others', async () => {
    const { page, wrongs } = await world.signedIn('/help');
    await page.getByRole('link', { name: NAME }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('Plain');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Plain help' }).waitFor();
    expect(wrongs).toEqual([]);
  });

  it('is drawn as text, in the classes of an icon and in no other of the shell', async () => {
    const { page } = await world.signedIn('/odd');
    const entry = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: '<u>Odd</u>' });
    await entry.waitFor();
    expect(await entry.locator('i').getAttribute('class')).toBe('fa-solid fa-book');
    await page.getByRole('heading', { name: 'Help', exact: true }).last().waitFor();
    const prose = page.locator('.prose');
    expect(await prose.locator('iframe, script, b, img[onerror]').count()).toBe(0);
    const addresses = await prose
      .locator('a')
      .evaluateAll((links) =>
        links.map((link) => [link.textContent, (link as HTMLAnchorElement).protocol, link.getAttribute('rel')]),
      );
    for (const [text, protocol, rel] of addresses) {
      expect([text, protocol]).not.toEqual([text, 'javascript:']);
      expect([text, protocol]).not.toEqual([text, 'data:']);
      if (text === 'elsewhere') expect(rel).toBe('noopener noreferrer');
    }
    expect(await prose.textContent()).toContain(`${world.url} {{constructor}}`);
    for (const href of await page
      .locator('.crumbs a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))) {
      expect(new URL(href).origin).toBe(world.url);
    }
  });
});
