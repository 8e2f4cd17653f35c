import { limits, Manifest } from '@symphony-ts/contract';
import { assertTexts } from './take-upload.js';

const sha256 = 'a'.repeat(64);
const sent = (count: number) =>
  Manifest.parse({
    prefix: 'orders',
    name: 'Orders',
    version: '1.0.0',
    features: {
      resources: Array.from({ length: count }, (_, index) => ({
        uri: `ui://orders/${index}`,
        mimeType: 'text/html',
        text: '',
        sha256,
      })),
    },
  });
/** The texts of an extension that has sent one of this length. */
const holding = (length: number) => ({
  lacking: async () => [],
  fill: (manifest: Manifest): Manifest => {
    const text = 'x'.repeat(length);
    const resources = manifest.features.resources.map((resource) => ({ ...resource, text }));
    return { ...manifest, features: { ...manifest.features, resources } };
  },
});

describe('assertTexts', () => {
  const most = limits.resourceTexts / limits.resourceText;

  it.each([
    ['a text as long as one may be', 1, limits.resourceText, undefined],
    ['a text that is too long', 1, limits.resourceText + 1, 'has more than'],
    ['as much as there may be together', Math.floor(most), limits.resourceText, undefined],
    ['too much together', Math.floor(most) + 1, limits.resourceText, 'characters together'],
  ])('with %s', async (_what, count, length, refusal) => {
    const checked = assertTexts(holding(length), sent(count));
    if (refusal === undefined) await expect(checked).resolves.toBeUndefined();
    else
      await expect(checked).rejects.toMatchObject({
        code: 'REGISTRATION_REFUSED',
        message: expect.stringContaining(refusal),
      });
  });
});
