import { readFile } from 'node:fs/promises';
import { httpPaths, platformServices } from '@symphony-ts/contract';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

const DAY_MS = 86_400_000;
/** The day in this many days, in UTC, in the form of date fields. */
const day = (offset: number): string => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);

const row = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words });

/** Opens the dialog of a new key for a client. */
async function beginKey(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New key' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('dialog').getByText('A client', { exact: true }).click();
}

describeInChromium('administrators', () => {
  let world: ShellWorld;

  beforeAll(async () => {
    world = await ShellWorld.start();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  const expiryOf = (name: string): string | undefined =>
    world.platform.keys.list().find((key) => key.name === name)?.expires;

  it('choose the last day of a key, in their own time zone', async () => {
    const { page, wrongs } = await world.signedIn('/settings/keys', { timezoneId: 'Pacific/Auckland' });
    const lastDay = `${new Date().getUTCFullYear() + 1}-06-15`;
    await beginKey(page, 'until June');
    await page.getByLabel('Expires').selectOption({ label: 'On a day of your choice' });
    await page.getByLabel('Last day').fill(lastDay);
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await row(page, 'until June').waitFor();
    // Auckland is twelve hours ahead of UTC in June.
    expect(expiryOf('until June')).toBe(`${lastDay}T11:59:59.000Z`);
    expect(wrongs).toEqual([]);
  });

  it('make a key that never ends, end it after all, and take that back', async () => {
    const { page, wrongs } = await world.signedIn('/settings/keys');
    await beginKey(page, 'endless');
    await page.getByLabel('Expires').selectOption({ label: 'Never' });
    await page.getByText('Only its revocation ends it.').waitFor();
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await row(page, 'endless').getByText('Never', { exact: true }).waitFor();
    expect(expiryOf('endless')).toBeUndefined();

    const change = async (choice: string): Promise<void> => {
      await page.getByRole('button', { name: 'Edit endless' }).click();
      await page.getByLabel('Expires').selectOption({ label: choice });
      await page.getByRole('button', { name: 'Save' }).click();
    };
    await change('In 90 days');
    await row(page, 'endless').getByText('Never', { exact: true }).waitFor({ state: 'detached' });
    expect(Date.parse(expiryOf('endless') ?? '')).toBeGreaterThan(Date.now() + 89 * DAY_MS);
    await change('Never');
    await row(page, 'endless').getByText('Never', { exact: true }).waitFor();
    expect(expiryOf('endless')).toBeUndefined();
    expect(wrongs).toEqual([]);
  });

  it('look at the usage of days of their choice', async () => {
    await using orders = await WireExtension.start(world.platform, { prefix: 'orders' });
    const report = JSON.stringify({ dimensions: { rows: 47 } });
    await orders.nc.request(platformServices.usageReport, report, { timeout: 10_000 });
    const { page, wrongs } = await world.signedIn('/settings/usage');
    await page.getByLabel('Period').selectOption({ label: 'From … to …' });
    await page.getByLabel('From', { exact: true }).fill(day(-20));
    await page.getByLabel('Until (not included)').fill(day(-10));
    await page.getByText('No use in this period').waitFor();
    await page.getByLabel('Until (not included)').fill(day(2));
    await row(page, 'orders').getByText('47 rows').waitFor();
    await page.getByLabel('From', { exact: true }).fill(day(3));
    await page.getByRole('alert').getByText('The first day is not before the last one.').waitFor();
    await page.getByLabel('From', { exact: true }).fill(day(-2));
    await row(page, 'orders').getByText('47 rows').waitFor();
    expect(wrongs).toEqual([]);
  });

  it('download the OpenAPI document of the platform', async () => {
    const { page, wrongs } = await world.signedIn('/settings/reference');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'OpenAPI document' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('openapi.json');
    const document: unknown = JSON.parse(await readFile(await download.path(), 'utf8'));
    const { openapi, paths } = z
      .object({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })
      .parse(document);
    expect(openapi).toMatch(/^3\.1\./);
    expect(Object.keys(paths)).toContain(httpPaths.audit);
    expect(wrongs).toEqual([]);
  });

  it('load older entries of the audit log, and find what the newest do not hold', async () => {
    await world.platform.keys.create({ name: 'long ago', kind: 'client' });
    for (let count = 0; count < 110; count += 1)
      await world.platform.keys.create({ name: `later ${count}`, kind: 'client' });
    const { page, wrongs } = await world.signedIn('/settings/audit');
    await row(page, 'later 109').waitFor();
    await page.getByLabel('Find in the log').fill('long ago');
    await page.getByText('Try another word, or load older entries.').waitFor();
    const older = page.getByRole('button', { name: 'Load older entries' });
    await older.click();
    await row(page, 'long ago').waitFor();
    // The log contains no entries older than those on the page.
    await older.waitFor({ state: 'detached' });
    expect(wrongs).toEqual([]);
  });
});
