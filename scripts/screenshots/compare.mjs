// @ts-check
import { readFileSync } from 'node:fs';

/** The size at which pictures are compared. At this size letters become grey, but areas and colours stay. */
const SCALE = 1 / 8;

/**
 * The difference of two PNG files: the mean absolute difference of their pixels, from 0 for equal files to 100 for black and
 * white. `undefined` if their sizes differ.
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
      // A quarter of the bytes is the opacity, which is always full.
      return (sum / (first.bytes.length * 0.75) / 255) * 100;
    },
    { pictures, scale: SCALE },
  );
}
