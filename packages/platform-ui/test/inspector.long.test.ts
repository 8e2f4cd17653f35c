import {
  connect,
  headers,
  jwtAuthenticator,
  type MsgHdrs,
  type NatsConnection,
  RequestError,
} from '@nats-io/transport-node';
import { CredentialExchange } from '@symphony-ts/contract';
import type { Page } from 'playwright-core';
import { violationsOf } from './kit/axe.js';
import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

const item = {
  type: 'object',
  required: ['name', 'price'],
  properties: { name: { type: 'string' }, price: { type: 'number' }, kind: { enum: ['book', 'pen'] } },
};

/** Answers like an endpoint with a schema: 400 with the problem of each member. */
function add({ name, price }: { readonly name?: string; readonly price?: unknown }): {
  readonly error?: MsgHdrs;
  readonly body: object;
} {
  if (typeof price === 'number' && price >= 0) return { body: { id: 'k7f2', name } };
  const error = headers();
  error.set('Nats-Service-Error-Code', '400');
  error.set('Nats-Service-Error', 'Too small');
  return { error, body: { error: 'price: Too small', details: [{ path: 'price', message: 'Too small' }] } };
}

/** A program with an API key. */
async function openCaller(world: ShellWorld): Promise<NatsConnection> {
  const { token } = await world.platform.keys.create({ name: 'caller', kind: 'client' });
  const answer = await fetch(`${world.url}/api/v1/apikey`, { headers: { authorization: `Bearer ${token}` } });
  const { servers, jwt, seed, instanceId } = CredentialExchange.parse(await answer.json());
  const authenticator = jwtAuthenticator(jwt, new TextEncoder().encode(seed));
  return connect({ servers, authenticator, inboxPrefix: `_INBOX.${instanceId}` });
}

describeInChromium('the inspector', () => {
  let world: ShellWorld;
  let shop: WireExtension;

  beforeAll(async () => {
    world = await ShellWorld.start();
    shop = await WireExtension.start(world.platform, {
      prefix: 'shop',
      name: 'Shop',
      buckets: [{ name: 'shop_items', description: 'Items', max_history_per_key: 5 }],
      services: [
        {
          name: 'shop',
          version: '1.0.0',
          endpoints: [{ name: 'add', subject: 'cirata.extensions.shop.add', kind: 'endpoint', request: item }],
        },
      ],
    });
    shop.nc.subscribe('cirata.extensions.shop.add', {
      queue: 'q',
      callback: (_error, message) => {
        const { error, body } = add(message.json());
        message.respond(JSON.stringify(body), error ? { headers: error } : {});
      },
    });
    await shop.nc.flush();
  });
  afterAll(async () => {
    await shop?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  const write = async (value: object): Promise<void> => {
    const body = { bucket: 'shop_items', key: 'item.a', value };
    await shop.nc.request('cirata.services.storage.put', JSON.stringify(body), { timeout: 10_000 });
  };
  const row = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words });

  it('sends what a form holds, shows a refusal at its field, and sends again', async () => {
    const { page, wrongs } = await world.signedIn('/settings/reference?of=shop');
    await page.getByText('/add').first().click();
    await page.getByLabel('name', { exact: true }).fill('A book');
    await page.getByLabel('price', { exact: true }).fill('-1');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const price = page.getByLabel('price', { exact: true });
    await page.locator('[aria-invalid=true]').waitFor();
    expect(await price.getAttribute('aria-invalid')).toBe('true');
    await page.locator('.field__error').getByText('Too small').waitFor();

    await price.fill('1.5');
    await page.getByLabel('kind', { exact: true }).selectOption({ label: 'pen' });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByLabel('Answer').getByText('k7f2').waitFor();
    expect(await page.locator('[aria-invalid=true]').count()).toBe(0);
    expect(await page.locator('.sent li').count()).toBe(2);

    // Sends the refused request again, unchanged.
    await page.getByRole('button', { name: 'Send again' }).last().click();
    await page.locator('.field__error').getByText('Too small').waitFor();
    expect(await page.locator('.sent li').count()).toBe(3);

    await page.getByRole('button', { name: 'JSON' }).click();
    expect(JSON.parse(await page.getByRole('textbox', { name: 'Body' }).inputValue())).toEqual({
      name: 'A book',
      price: 1.5,
      kind: 'pen',
    });
    expect(await violationsOf(page)).toEqual([]);
    expect(wrongs.filter((wrong) => !wrong.includes('status of 400'))).toEqual([]);
  });

  it('lets two people change one value without losing either', async () => {
    await write({ name: 'A book' });
    const { page, wrongs } = await world.signedIn('/inspector/buckets');
    await row(page, 'item.a').getByRole('button', { name: 'Open item.a' }).click();
    const value = page.getByRole('textbox', { name: /^Value/ });
    await value.fill('{ "name": "Mine" }');
    await write({ name: 'Theirs' });
    await page.getByRole('button', { name: /^Save if still revision/ }).click();
    await page.getByText('Somebody else has changed it since you opened it.').waitFor();
    await page.locator('.notice--warning pre').getByText('Theirs').waitFor();
    expect(await value.inputValue()).toContain('Mine');
    expect(await violationsOf(page)).toEqual([]);

    await page.getByRole('button', { name: /^Keep mine/ }).click();
    await page.getByRole('button', { name: /^Save if still revision/ }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Open item.a' }).click();
    await page.getByText('3 revisions are kept').click();
    expect(await page.locator('.earlier pre').allInnerTexts()).toEqual(
      ['Mine', 'Theirs', 'A book'].map((name) => JSON.stringify({ name }, undefined, 2)),
    );
    await page.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Delete item.a' }).click();
    await page.getByRole('button', { name: 'Delete the entry' }).click();
    await page.getByText('The bucket is empty').waitFor();
    await page.getByRole('button', { name: 'New entry' }).click();
    await page.getByLabel('Key', { exact: true }).fill('item.b');
    await page.getByLabel('Value', { exact: true }).fill('{ half');
    await page.getByRole('button', { name: 'Create entry' }).click();
    await page.getByRole('alert').getByText('It is not JSON').waitFor();
    await page.getByLabel('Value', { exact: true }).fill('"whole"');
    await page.getByRole('button', { name: 'Create entry' }).click();
    await row(page, 'item.b').waitFor();
    expect(wrongs).toEqual([]);
  });

  it('hears events, and leaves callers of what is not there as they are', async () => {
    const caller = await openCaller(world);
    /** Whether a caller learns at once that nobody answers on a subject. */
    const isTold = (from: NatsConnection): Promise<boolean> =>
      from.request('cirata.extensions.shop.nobody', '', { timeout: 5_000 }).then(
        () => false,
        (error: unknown) => error instanceof RequestError && error.isNoResponders(),
      );
    // Older servers do not report this across accounts. Within its own account, every caller learns it.
    const before = await isTold(caller);
    expect(await isTold(shop.nc)).toBe(true);
    const { page, wrongs } = await world.signedIn('/inspector/events');
    await page.getByText('Nothing heard yet').waitFor();
    const heard = row(page, 'extensions.shop.added');
    while ((await heard.count()) === 0) {
      shop.nc.publish('extensions.shop.added', '{"name":"A lamp"}');
      await page.waitForTimeout(200);
    }
    await heard.first().getByText('A lamp').waitFor();
    expect([await isTold(caller), await isTold(shop.nc)]).toEqual([before, true]);
    await caller.close();
    expect(await violationsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('; paused').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('Paused').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('Nothing heard yet').waitFor();
    expect(wrongs).toEqual([]);
  });

  it('counts a flood of events, and stays usable', async () => {
    const { page } = await world.signedIn('/inspector/events?of=shop');
    await page.getByText('Nothing heard yet').waitFor();
    await shop.nc.flush();
    for (let count = 0; count < 5_000; count += 1) shop.nc.publish('extensions.shop.flood', `{"count":${count}}`);
    await page.getByText(/the last 500 are kept/).waitFor();
    await page.getByLabel('Find in the events').fill('4999');
    await row(page, '4999').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(1);
  });
});
