// @ts-check
import { readFileSync } from 'node:fs';

/** Pictures are compared at this part of their size: letters blur to grey, surfaces and colours stay. */
const SCALE = 1 / 8;

/**
 * How much two PNG files differ: the mean absolute difference of their pixels, where 0 is the same and 100 is black against
 * white. `undefined` where they are not of one size.
 *
 * @param {import('playwright-core').Page} page any page; it draws the pictures
 * @param {string} before
 * @param {string} after
 * @returns {Promise<number | undefined>}
 */
export function measureDifference(page, before, after) {
  const pictures = [before, after].map((file) => `data:image/png;base64,${readFileSync(file, 'base64')}`);
  return page.evaluate(
    async ({ pictures, scale }) => {
      const drawn = await Promise.all(
        pictures.map(async (address) => {
          const image = new Image();
          image.src = address;
          await image.decode();
          const size = [image.naturalWidth, image.naturalHeight].join();
          const width = Math.round(image.naturalWidth * scale);
          const height = Math.round(image.naturalHeight * scale);
          const context = new OffscreenCanvas(width, height).getContext('2d');
          if (!context) throw new Error('there is no canvas');
          context.imageSmoothingQuality = 'high';
          context.drawImage(image, 0, 0, width, height);
          return { size, bytes: context.getImageData(0, 0, width, height).data };
        }),
      );
      const [first, second] = drawn;
      if (!first || !second || first.size !== second.size) return undefined;
      const sum = first.bytes.reduce((total, byte, index) => total + Math.abs(byte - (second.bytes[index] ?? 0)), 0);
      // A quarter of the bytes are the opacity, which is full everywhere.
      return (sum / (first.bytes.length * 0.75) / 255) * 100;
    },
    { pictures, scale: SCALE },
  );
}
