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

/** What the guides show. A picture is taken again when what it shows has changed. */
export const shots = /** @type {readonly Shot[]} */ ([
  {
    name: 'dashboard',
    path: '/',
    prepare: async (page) => {
      await page.getByText('items in the catalog').waitFor();
      await page.frameLocator('iframe').first().locator('time, table').first().waitFor();
      await page.getByText('MB').first().waitFor();
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
  { name: 'usage', path: '/settings/usage', prepare: (page) => page.locator('canvas').waitFor() },
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
