// @ts-check

/**
 * @typedef {object} Shot
 * @property {string} name of the file
 * @property {string} path
 * @property {'light' | 'dark'} [colours]
 * @property {number} [width]
 * @property {number} [height]
 * @property {(page: import('playwright-core').Page) => Promise<unknown>} [prepare]
 */

/** A day in UTC, such as `2026-11-21`. */
const dayFromNow = (/** @type {number} */ days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The pictures of the guides. Take a picture again when its content changes. */
export const shots = /** @type {readonly Shot[]} */ ([
  {
    name: 'dashboard',
    path: '/',
    prepare: async (page) => {
      const widget = (/** @type {string} */ name) => page.getByRole('region', { name, exact: true });
      await widget('Catalog').getByText('items in the catalog').waitFor();
      await widget('Notices').getByText('Welcome aboard').waitFor();
      await widget('Memory, live').getByText('MB').waitFor();
      const frame = (/** @type {string} */ name) => widget(name).frameLocator('iframe');
      await frame('Clock').locator('time').waitFor();
      await frame('Memory, as a table').getByText('Age').waitFor();
      await frame('HTML with Symphony').getByText('Drawn in a frame').waitFor();
    },
  },
  { name: 'catalog', path: '/catalog', height: 560, prepare: (page) => page.getByText('Brass compass').waitFor() },
  {
    name: 'palette',
    path: '/catalog',
    colours: 'dark',
    height: 640,
    prepare: async (page) => {
      await page.getByText('Brass compass').waitFor();
      await page.keyboard.press('Control+K');
      await page.getByRole('combobox').fill('a');
    },
  },
  {
    name: 'new-key',
    path: '/settings/keys',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByLabel('Name', { exact: true }).fill('Night import');
      await page.getByRole('radio', { name: /A client/ }).check();
    },
  },
  {
    name: 'buckets',
    path: '/inspector/buckets?of=catalog/catalog_items',
    height: 720,
    prepare: async (page) => {
      await page.getByRole('button', { name: /^Open .*atlas/ }).click();
      await page.getByRole('textbox', { name: /^Value/ }).waitFor();
    },
  },
  {
    name: 'usage',
    path: '/settings/usage',
    // The same number of days on each day of a month.
    prepare: async (page) => {
      await page.getByLabel('Period', { exact: true }).selectOption('custom');
      await page.getByLabel('From', { exact: true }).fill(dayFromNow(-27));
      await page.getByLabel('Until (not included)').fill(dayFromNow(1));
      const records = page.getByText(String(3 * 28), { exact: true });
      await records.first().waitFor();
      await page.locator('canvas').waitFor();
      await page.getByLabel('Until (not included)').blur();
    },
  },
  {
    name: 'reference',
    path: '/settings/reference?of=weather',
    colours: 'dark',
    height: 900,
    prepare: async (page) => {
      await page.getByText('/places/{place}').click();
      await page.getByRole('textbox', { name: 'place' }).fill('new-york');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByLabel('Answer').waitFor();
    },
  },
]);
