import { TestPlatform } from '@symphony-ts/testing';
import { Extension, ExtensionContext, MimeType, Resource } from '../src/index.js';

const PAGE_CHARACTERS = 700_000;
const pageOf = (letter: string): string => `<p>${letter.repeat(PAGE_CHARACTERS)}</p>`;

@Extension({ prefix: 'atlas', name: 'Atlas', version: '1.0.0' })
@Resource('ui://atlas/a', { type: MimeType.Html, text: pageOf('a') })
@Resource('ui://atlas/b', { type: MimeType.Html, text: pageOf('b') })
@Resource('ui://atlas/c', { type: MimeType.Html, text: pageOf('c') })
class Atlas {
  constructor(readonly context: ExtensionContext) {}
}

describe('pages that are larger together than a message', () => {
  it('are registered, and change while the extension runs', async () => {
    await using platform = await TestPlatform.start();
    const atlas = await platform.create(Atlas);
    const texts = () => platform.platform.registry.manifest('atlas')?.features.resources.map(({ text }) => text);
    expect(texts()).toEqual([pageOf('a'), pageOf('b'), pageOf('c')]);
    await atlas.instance.context.updateResource('ui://atlas/b', { text: pageOf('d') });
    expect(texts()).toEqual([pageOf('a'), pageOf('d'), pageOf('c')]);
  });
});
