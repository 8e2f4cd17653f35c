import { describe, expect, it } from '@jest/globals';
import { Manifest } from '@symphony-ts/contract';
import { HelpTexts } from './help-texts.js';

const values = { name: 'Acme', shortname: 'A', origin: 'https://acme.example', address: 'nats://acme.example' };
const resource = (uri: string, text: string, mimeType = 'text/markdown') => ({ uri, mimeType, text });
const manifest = (prefix: string, text: string, path = `/help/extensions/${prefix}`): Manifest =>
  Manifest.parse({
    prefix,
    name: prefix,
    version: '1.0.0',
    features: {
      resources: [
        resource(`ui://${prefix}/help`, text),
        resource(`ui://${prefix}/frame`, '<p>html</p>', 'text/html'),
        resource(`ui://${prefix}/page`, 'No help'),
      ],
      routes: {
        [path]: { uri: `ui://${prefix}/help`, routes: { '/more': { uri: `ui://${prefix}/help` } } },
        [`/help/extensions/${prefix}-frame`]: { uri: `ui://${prefix}/frame` },
        [`/help/extensions/${prefix}-absent`]: { uri: `ui://${prefix}/absent` },
        [`/${prefix}`]: { uri: `ui://${prefix}/page` },
      },
    },
  });

describe('HelpTexts', () => {
  it('has the Markdown pages below /help/extensions/, at any depth, with their variables filled in', async () => {
    const given = manifest(
      'shop',
      '---\ntitle: Buying\n---\n# At {{name}}\n\nSee {{origin}}.',
      '/help/extensions/My%20shop',
    );
    expect(await new HelpTexts().visible([given], ['>'], values)).toEqual([
      { path: '/help/extensions/My%20shop', title: 'My shop Buying', text: 'At Acme See https://acme.example.' },
      {
        path: '/help/extensions/My%20shop/more',
        title: 'My shop/more Buying',
        text: 'At Acme See https://acme.example.',
      },
    ]);
  });

  it('has the pages of those extensions alone that the person may see', async () => {
    const given = [manifest('shop', 'Public'), manifest('payroll', 'Secret')];
    const pages = await new HelpTexts().visible(given, ['cirata.extensions.shop.>'], values);
    expect(new Set(pages.map(({ text }) => text))).toEqual(new Set(['Public']));
  });

  it('follows an extension that changes, and the address at which the platform is reached', async () => {
    const texts = new HelpTexts();
    const textOf = async (text: string, origin: string): Promise<string | undefined> =>
      (await texts.visible([manifest('shop', text)], ['>'], { ...values, origin }))[0]?.text;
    expect(await textOf('First {{origin}}', 'a')).toBe('First a');
    expect(await textOf('Second {{origin}}', 'a')).toBe('Second a');
    const given = manifest('shop', 'Third {{origin}}');
    for (const origin of ['a', 'b']) {
      const [page] = await texts.visible([given], ['>'], { ...values, origin });
      expect(page?.text).toBe(`Third ${origin}`);
    }
  });

  it('takes of each page the first 200,000 letters', async () => {
    const [page] = await new HelpTexts().visible([manifest('shop', `${'a'.repeat(199_999)}bc`)], ['>'], values);
    expect(page?.text.length).toBe(200_000);
    expect(page?.text.endsWith('ab')).toBe(true);
  });
});
