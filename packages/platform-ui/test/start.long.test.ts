import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';

describeInChromium('the first document of the shell', () => {
  let world: ShellWorld;

  beforeAll(async () => {
    world = await ShellWorld.start();
  });
  afterAll(async () => world?.[Symbol.asyncDispose]());

  it('loads nothing before it is drawn', async () => {
    const { page, wrongs } = await world.page();
    await page.goto(world.url);
    await page.getByRole('button', { name: 'Continue as developer' }).waitFor();
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(loaded.join(' ')).toMatch(/\/ui\/assets\/shell-\w+\.js/);
    // Otherwise loading and compiling it would delay the first frame.
    const html = await (await fetch(world.url)).text();
    expect(html).not.toMatch(/<(?:link|script|img)[^>]+(?:href|src)="\/(?!\/)/);
    expect(html.length).toBeLessThan(6_144);
    expect(wrongs).toEqual([]);
  });

  it('starts in a tab that nobody looks at', async () => {
    const { page } = await world.page();
    await page.addInitScript(() => {
      Object.defineProperty(Document.prototype, 'hidden', { get: () => true });
      window.requestAnimationFrame = () => 0;
    });
    await page.goto(world.url);
    await page.getByRole('button', { name: 'Continue as developer' }).waitFor();
  });

  it('says so when the shell cannot be loaded', async () => {
    const { page } = await world.page();
    await page.route(/\/ui\/assets\/shell-\w+\.js$/, (route) => route.abort());
    await page.goto(world.url);
    await page.getByText('The page could not be loaded. Check your connection, then load it again.').waitFor();
  });

  it('comes in the chosen colours, until the system is to choose', async () => {
    const { page, context } = await world.signedIn('/', { colorScheme: 'light' });
    const choose = async (theme: string): Promise<void> => {
      await page.getByLabel('Colours').click();
      await page.getByRole('button', { name: theme }).click();
    };
    const first = async (): Promise<string> => (await context.request.get(world.url)).text();
    expect(await first()).toContain('<html lang="en" data-theme="">');
    await choose('Dark');
    expect(await first()).toContain('<html lang="en" data-theme="dark">');
    await page.reload();
    await page.getByLabel('Colours').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset['mode'])).toBe('dark');
    await choose('As the system');
    expect(await first()).toContain('<html lang="en" data-theme="">');
    expect(await page.evaluate(() => document.documentElement.dataset['mode'])).toBe('light');
  });

  it('takes nothing else from the cookie of the colours', async () => {
    const html = await (await fetch(world.url, { headers: { cookie: 'symphony-theme="><script>alert(1)' } })).text();
    expect(html).toContain('<html lang="en" data-theme="">');
  });
});
