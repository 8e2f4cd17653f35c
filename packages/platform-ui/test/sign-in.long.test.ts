import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import type { Page } from 'playwright-core';
import { violationsOf } from './kit/axe.js';
import { describeInChromium } from './kit/chromium.js';
import { later } from './kit/later.js';
import { ShellWorld } from './kit/shell-world.js';

/** A real OpenID provider at another site than the platform: its host is localhost, the platform's is 127.0.0.1. */
async function startProvider(): Promise<{ server: Server; issuer: string; serve: (redirect: string) => void }> {
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const serve = (redirect: string): void => {
    const provider = new Provider(issuer, {
      clients: [
        {
          client_id: 'symphony',
          redirect_uris: [redirect],
          post_logout_redirect_uris: [`${new URL(redirect).origin}/`],
          token_endpoint_auth_method: 'none',
          application_type: 'native',
        },
      ],
      claims: { openid: ['sub'], profile: ['name', 'groups'] },
      conformIdTokenClaims: false,
      findAccount: (_context, id) => ({
        accountId: id,
        claims: async () => ({ sub: id, name: `Dr ${id}`, groups: id === 'guest' ? [] : ['administrators'] }),
      }),
      features: { devInteractions: { enabled: true } },
      pkce: { required: () => true },
      cookies: { keys: [randomBytes(16).toString('hex')] },
    });
    server.on('request', provider.callback());
  };
  return { server, issuer, serve };
}

async function signInAtProvider(page: Page, name: string): Promise<void> {
  await page.locator('input[name=login]').fill(name);
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.locator('button[type=submit]').click(); // consent
}

describeInChromium('sign-in through an identity provider', () => {
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let world: ShellWorld;

  beforeAll(async () => {
    provider = await startProvider();
    const oidc = { issuer: provider.issuer, clientId: 'symphony' };
    world = await ShellWorld.start({}, { oidc, dev: { allowVulnerableServer: true } });
    provider.serve(`${world.url}/ui/sign-in/callback`);
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    provider.server.closeAllConnections();
    await new Promise((resolve) => provider.server.close(resolve));
  });

  it('brings the person back to where they were, with no token in reach of a script', async () => {
    const { page, context } = await world.page();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(request.url()));
    await page.goto(`${world.url}/settings/keys`);
    expect(await page.getByRole('button', { name: 'Continue as developer' }).count()).toBe(0);
    await page.getByRole('link', { name: /^Sign in with/ }).click();
    await signInAtProvider(page, 'ada');
    await page.getByLabel('Signed in as Dr ada').waitFor();
    await page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
    expect(sent.join(' ')).not.toMatch(/id_token|access_token/);
    const cookies = await context.cookies(world.url);
    expect(cookies).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Strict' })]);
    expect(await page.evaluate(() => document.cookie)).toBe('');
  });

  it.each([
    ['a code that nobody here asked for', '/ui/sign-in/callback?code=stolen&state=x'],
    ['a refusal of the provider', '/ui/sign-in/callback?error=access_denied&state=x'],
  ])('refuses %s', async (_what, path) => {
    const { page } = await world.page();
    await page.goto(world.url + path);
    await page.getByText('You were not signed in.').waitFor();
    expect(await page.context().cookies(world.url)).toEqual([]);
  });

  it('ends at the provider, too, which then asks again who is there', async () => {
    const { page, context } = await world.page();
    await page.goto(world.url);
    await page.getByRole('link', { name: /^Sign in with/ }).click();
    await signInAtProvider(page, 'hedy');
    await page.getByLabel('Signed in as Dr hedy').click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await page.getByRole('link', { name: /^Sign in with/ }).click();
    await page.locator('input[name=login]').waitFor();
    expect(await context.cookies(world.url)).toEqual([]);
  });

  it('takes a code once, and only in the browser that asked', async () => {
    const { page, context } = await world.page();
    let callback = '';
    page.on('request', (request) => {
      if (request.url().includes('/ui/sign-in/callback?')) callback = request.url();
    });
    await page.goto(world.url);
    await page.getByRole('link', { name: /^Sign in with/ }).click();
    await signInAtProvider(page, 'grace');
    await page.getByLabel('Signed in as Dr grace').waitFor();
    await context.clearCookies();
    await page.goto(callback);
    await page.getByText('You were not signed in.').waitFor();
    const other = await world.page();
    await other.page.goto(callback);
    await other.page.getByText('You were not signed in.').waitFor();
  });

  it('shows somebody without rights what they may see, and says so of everything else', async () => {
    const { page, wrongs } = await world.page();
    await page.goto(`${world.url}/settings/people`);
    await page.getByRole('link', { name: /^Sign in with/ }).click();
    await signInAtProvider(page, 'guest');
    await page.getByRole('heading', { name: 'You may not see this page', level: 1 }).waitFor();
    // The provider's own pages are not checked.
    wrongs.length = 0;
    expect(await page.title()).toContain('People');
    expect(await violationsOf(page)).toEqual([]);
    const navigation = page.getByRole('navigation', { name: 'Main' });
    for (const name of ['People and roles', 'Usage', 'Audit log', 'Inspector']) {
      expect([name, await navigation.getByRole('link', { name }).count()]).toEqual([name, 0]);
    }
    for (const path of ['/settings/audit', '/settings/usage', '/inspector/buckets', '/inspector/events']) {
      await page.goto(world.url + path);
      await page.getByRole('heading', { name: 'You may not see this page', level: 1 }).waitFor();
    }
    await page.getByRole('link', { name: 'Go to the dashboard' }).click();
    await page.getByText('No widgets yet').waitFor();
    expect(wrongs).toEqual([]);
  });

  it('asks again before keys change, and ends the session before', async () => {
    const { page, context } = await world.page();
    await page.goto(`${world.url}/settings/keys`);
    await page.getByRole('link', { name: /^Sign in with/ }).click();
    await signInAtProvider(page, 'joan');
    await page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
    const [before] = await context.cookies(world.url);
    const create = async (): Promise<void> => {
      await page.getByRole('button', { name: 'New key' }).first().click();
      await page.getByLabel('Name', { exact: true }).fill('of Joan');
      await page.getByText('A client', { exact: true }).click();
      await page.getByRole('button', { name: 'Create key' }).click();
    };
    const clock = later(16 * 60_000);
    try {
      // Signing in again is not enough, because the provider remembers her and asks nothing.
      await page.goto(`${world.url}/ui/sign-in?to=/settings/keys`);
      await page.locator('button[type=submit]').click(); // consent
      await page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
      await create();
      const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
      await dialog.getByRole('link', { name: /^Sign in with/ }).click();
      await signInAtProvider(page, 'joan');
      await page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
      await create();
      await page.getByTestId('token').waitFor();
    } finally {
      clock.undo();
    }
    const old = await context.request.get(`${world.url}/api/v1/userinfo`, {
      headers: { cookie: `${before?.name}=${before?.value}`, 'x-symphony': '1' },
    });
    expect(old.status()).toBe(401);
  });
});
