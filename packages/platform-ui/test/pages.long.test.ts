import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describeInChromium, type Watched } from './kit/chromium.js';
import { pythonPage } from './kit/python-page.js';
import { muiPage } from './kit/sample-pages.js';
import { ShellWorld } from './kit/shell-world.js';
import { startWidgets } from './kit/widgets-extension.js';
import { WireExtension } from './kit/wire-extension.js';

/** A folder with one package, like the folder of an extension. */
async function packageFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'symphony-packages-'));
  await mkdir(join(folder, 'node_modules/ms'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies: { ms: '1.0.0' } }));
  await writeFile(
    join(folder, 'node_modules/ms/package.json'),
    JSON.stringify({ name: 'ms', version: '1.0.0', main: 'i.js' }),
  );
  await writeFile(join(folder, 'node_modules/ms/i.js'), "module.exports = (n) => n / 60000 + ' min';");
  return folder;
}

const widget = (page: Page, name: string) => page.locator(`[data-widget="ui://widgets/${name}"]`);
const framed = (page: Page, name: string) => widget(page, name).frameLocator('iframe');

describeInChromium('pages of each type', () => {
  let folder: string;
  let world: ShellWorld;
  let widgets: WireExtension;

  beforeAll(async () => {
    folder = await packageFolder();
    world = await ShellWorld.start({ packages: folder });
    widgets = await startWidgets(world.platform);
  });
  afterAll(async () => {
    await widgets?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('are drawn as widgets, side by side, with nothing wrong', async () => {
    const { page, wrongs } = await world.signedIn();
    await widget(page, 'mui').getByText('Third party: 1 min, 1234 MB').waitFor();
    await framed(page, 'table').getByText('From the table').waitFor();
    await framed(page, 'frame').getByText('{"megabytes":42}').waitFor();
    await framed(page, 'plain').getByText('plain undefined null').waitFor();
    await framed(page, 'app').getByText('memory 42').waitFor();
    await widget(page, 'note').getByText('Started under Symphony.').waitFor();
    expect(wrongs).toEqual([]);
  });

  it('follow the colours of the shell', async () => {
    const { page } = await world.signedIn('/', { colorScheme: 'dark' });
    await widget(page, 'mui').getByText('in dark colours').waitFor();
    await framed(page, 'frame').getByText('Developer, dark').waitFor();
    await framed(page, 'app').getByText('theme dark').waitFor();
    await page.getByLabel('Colours').click();
    await page.getByRole('button', { name: 'Light' }).click();
    await widget(page, 'mui').getByText('in light colours').waitFor();
    await framed(page, 'frame').getByText('Developer, light').waitFor();
    await framed(page, 'app').getByText('theme light').waitFor();
  });

  it('send forms of htmx over the bridge', async () => {
    const { page } = await world.signedIn();
    await framed(page, 'table').getByLabel('Name').fill('Ada');
    await framed(page, 'table').getByRole('button', { name: 'Greet' }).click();
    await framed(page, 'table').getByText('Hello').waitFor();
    expect(await framed(page, 'table').locator('#said').innerText()).toContain('Ada');
  });

  it('of htmx say why they cannot be shown, and try again', async () => {
    const { page } = await world.signedIn('/widgets/table');
    const heading = page.frameLocator('iframe').getByText('From the table');
    await heading.waitFor();
    const answer = { status: 500, json: { error: 'broken on purpose' } };
    const table = '**/api/v1/extensions/widgets/pages/table';
    await page.route(table, (route) => route.fulfill(answer));
    await page.reload();
    const alert = page.frameLocator('iframe').getByRole('alert');
    await alert.getByText('broken on purpose').waitFor();
    await page.unroute(table);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await heading.waitFor();
    expect(await alert.count()).toBe(0);
  });

  it('keep values in buckets, and go to other pages', async () => {
    const { page } = await world.signedIn('/widgets');
    await page.getByLabel('Note').fill('a note');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.waitForFunction(() => document.querySelector('input')?.value === 'kept a note');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'Help of Symphony' }).waitFor();
    await page.goto(`${world.url}/widgets/frame`);
    // The click removes its own frame, so the browser driver may wait forever. The test looks at the heading instead.
    const goOn = page.frameLocator('iframe').getByRole('button', { name: 'Go on' });
    await goOn.click({ timeout: 5_000 }).catch(() => undefined);
    await page.getByRole('heading', { name: 'Help of Symphony' }).waitFor();
  });

  it('draw Markdown without the HTML in it', async () => {
    const { page, wrongs } = await world.signedIn('/help/extensions/Widgets');
    await page.getByText(`Reached at ${world.url}, NATS at nats://`).waitFor();
    await page.getByText('{{unknown}} stays').waitFor();
    expect(await page.title()).toBe('All about widgets · Symphony');
    expect(await page.locator('main table td').allInnerTexts()).toEqual(['1', '2']);
    await page
      .getByRole('link', { name: 'bad' })
      .click({ force: true, noWaitAfter: true })
      .catch(() => undefined);
    expect(await page.evaluate(() => Reflect.get(window, 'hacked'))).toBeUndefined();
    await page.getByRole('link', { name: 'plugin' }).click();
    await page.getByText('Third party').waitFor();
    expect(wrongs).toEqual([]);
  });

  describe('that change or fail', () => {
    let shown: Watched;
    beforeAll(async () => {
      shown = await world.signedIn('/widgets');
      await shown.page.getByText('Third party').waitFor();
    });
    afterEach(async () => {
      await widgets.updateResource('ui://widgets/mui', muiPage);
      await shown.page.getByText('Third party: 1 min').waitFor();
    });

    it('change without a reload when the extension says so', async () => {
      await shown.page.evaluate(() => Reflect.set(window, 'isSame', true));
      await widgets.updateResource('ui://widgets/mui', muiPage.replace('Third party', 'Changed'));
      await shown.page.getByText('Changed: 1 min').waitFor();
      await widgets.updateResource('ui://widgets/format', 'export const megabytes = (n: number) => `${n} megabytes`;');
      await shown.page.getByText('Changed: 1 min, 1234 megabytes').waitFor();
      expect(await shown.page.evaluate(() => Reflect.get(window, 'isSame'))).toBe(true);
    });

    it('say where in their own source they went wrong', async () => {
      await shown.page.getByRole('button', { name: 'Break' }).click();
      await shown.page.getByText('TypeError: on purpose').waitFor();
      const line = muiPage.split('\n').findIndex((text) => text.includes('throw')) + 1;
      await shown.page.getByText(new RegExp(`widgets/mui\\.tsx:${line}:\\d+`)).waitFor();
      await shown.page.getByText(`> ${line} |`).waitFor();
      await shown.page.getByRole('button', { name: 'Try again' }).click();
      await shown.page.getByText('Third party').waitFor();
    });

    it.each([
      ['a syntax error', muiPage.replace('return (', 'return (('), /Expected|Unexpected/],
      [
        'a missing module',
        muiPage.replace('widgets/format', 'widgets/nothing'),
        /there is no resource ui:\/\/widgets\/nothing, which ui:\/\/widgets\/mui imports; declare it as a resource/,
      ],
      ['a missing package', muiPage.replace("'ms'", "'left-pad'"), /'left-pad' is not among the dependencies/],
      [
        'a path for a package',
        muiPage.replace("'ms'", "'../../../../etc/passwd'"),
        /there is no resource ui:\/\/widgets\/etc\/passwd/,
      ],
      [
        'a foreign address',
        muiPage.replace("'ms'", "'https://example.com/x.js'"),
        /may not import https:\/\/example.com/,
      ],
      ['a circle', muiPage.replace('widgets/format', 'widgets/mui'), /in a circle/],
      ['no default export', 'export const nothing = 1;', /has no default export/],
      ['an error while it is loaded', `${muiPage}\nthrow new RangeError('at once');`, /RangeError: at once/],
    ])('name %s in their place, and come back', async (_what, source, reason) => {
      await widgets.updateResource('ui://widgets/mui', source);
      await shown.page.getByTestId('page-problem').getByText(reason).first().waitFor();
    });
  });
});

describeInChromium('React pages of extensions that are not trusted', () => {
  let world: ShellWorld;
  let widgets: WireExtension;
  let folder: string;

  beforeAll(async () => {
    folder = await packageFolder();
    world = await ShellWorld.start({ packages: { widgets: folder }, trustedJsx: [] });
    widgets = await startWidgets(world.platform);
  });
  afterAll(async () => {
    await widgets?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('run unchanged, in a frame without an origin', async () => {
    const { page, wrongs } = await world.signedIn('/widgets');
    const frame = page.frameLocator('iframe');
    await frame.getByText('Third party: 1 min, 1234 MB').waitFor();
    await frame.getByLabel('Note').fill('a note');
    await frame.getByRole('button', { name: 'Keep' }).click();
    await frame.locator('input[value="kept a note"]').waitFor();
    expect(await frame.locator('body').evaluate(() => self.origin)).toBe('null');
    // The click removes its own frame, so the browser driver may never report that it is done.
    void frame
      .getByRole('button', { name: 'Go on' })
      .click()
      .catch(() => undefined);
    await page.getByRole('heading', { name: 'Help of Symphony' }).waitFor();
    expect(wrongs).toEqual([]);
  });

  it('say why they cannot be shown, and try again', async () => {
    const { page } = await world.signedIn('/widgets');
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Break' }).click();
    await frame.getByRole('alert').getByText('TypeError: on purpose').waitFor();
    await frame.getByRole('button', { name: 'Try again' }).click();
    await frame.getByText('Third party: 1 min, 1234 MB').waitFor();
    expect(await frame.getByRole('alert').count()).toBe(0);
  });

  it('run as the documentation of Python has them, byte for byte', async () => {
    expect(createHash('sha256').update(pythonPage).digest('hex').slice(0, 12)).toBe('c9948a2d66fd');
    await using catalog = await WireExtension.start(world.platform, {
      prefix: 'catalog',
      features: {
        resources: [{ uri: 'ui://catalog/home', mimeType: 'text/symphony-jsx', text: pythonPage }],
        routes: { '/catalog': { uri: 'ui://catalog/home' } },
      },
      handlers: { list: () => [{ name: 'A book' }, { id: 7 }] },
    });
    const { page, wrongs } = await world.signedIn(`/${catalog.prefix}`);
    const frame = page.frameLocator('iframe');
    await frame.getByText('A book').waitFor();
    expect(await frame.locator('li').allInnerTexts()).toEqual(['A book', '{"id":7}']);
    expect(await page.title()).toBe('Catalog · Symphony');
    expect(wrongs).toEqual([]);
  });

  it('import what their own extension declares, and nothing of another', async () => {
    await using other = await WireExtension.start(world.platform, {
      prefix: 'other',
      features: {
        resources: [
          {
            uri: 'ui://other/page',
            mimeType: 'text/symphony-jsx',
            text: "import ms from 'ms'; export default () => <p>{ms(1)}</p>;",
          },
        ],
        routes: { '/other': { uri: 'ui://other/page' } },
      },
    });
    const { page } = await world.signedIn(`/${other.prefix}`);
    const shown = page.frameLocator('iframe').getByText("'ms' cannot be imported").first();
    await shown.waitFor();
    expect(await shown.innerText()).toContain('this platform serves no npm packages for other');
  });
});
