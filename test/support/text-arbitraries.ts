import * as fc from 'fast-check';

/** Code points that stand for half a character, and are none alone. */
const FIRST_SURROGATE = 0xd800;
const SURROGATES = 0x800;

/**
 * Any character, for `fc.string({ unit: anyCharacter })`. fast-check's own `unit: 'binary'` has the same characters. It lists
 * all 1.1 million of them at its first use, which takes each test file a second.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.integer({ min: 0, max: 0x10ffff - SURROGATES }).map(
  (index) => String.fromCodePoint(index < FIRST_SURROGATE ? index : index + SURROGATES),
  (character) => {
    const point = typeof character === 'string' ? (character.codePointAt(0) ?? 0) : 0;
    return point < FIRST_SURROGATE ? point : point - SURROGATES;
  },
);

/** A character of a segment, as it stands in a URL: a plain one, or any other percent-encoded. */
const segmentCharacter = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...'abcxyzABCXYZ0123456789', ..."-._~!$&'()*+,;=:@") },
  { weight: 1, arbitrary: anyCharacter.map(percentEncode) },
);

function percentEncode(character: string): string {
  const encoded = encodeURIComponent(character);
  return encoded === character ? `%${character.charCodeAt(0).toString(16)}` : encoded;
}

/** The path of a URL, like `fc.webPath()`: empty, or segments with a slash before each. */
export const urlPath = (): fc.Arbitrary<string> =>
  fc.array(fc.string({ unit: segmentCharacter })).map((segments) => segments.map((segment) => `/${segment}`).join(''));

/** The query of a URL without its question mark, like `fc.webQueryParameters()`. */
export const urlQuery = (): fc.Arbitrary<string> =>
  fc.string({ unit: fc.oneof({ weight: 10, arbitrary: segmentCharacter }, fc.constantFrom('/', '?')) });
