import { limits, Manifest } from '@symphony-ts/contract';
import fc from '../../../../test/support/fast-check.js';
import { isPlain } from './plain-manifest.js';

const plain: Manifest = {
  prefix: 'a',
  name: 'A',
  version: '1.0.0',
  description: 'Wörter, 語',
  sdk: { language: 'typescript', version: '1.0.0' },
  capabilities: [{ type: 'pub', subject: 'a.b', description: '' }],
  features: { resources: [], routes: {}, menus: [], widgets: [] },
  buckets: [
    {
      name: 'b',
      description: '',
      ttl: 1,
      max_history_per_key: 64,
      max_bucket_size: 0,
      allow_shrink: true,
      persist: 'async',
      object_store: true,
    },
  ],
  services: [
    {
      name: 'a',
      version: '1.0.0',
      description: '',
      metadata: { team: 'x\ny' },
      endpoints: [{ name: 'e', subject: 'a.e', kind: 'endpoint', request: { type: 'object' } }],
    },
  ],
};

/** Texts at the limits of each rule, and values that are not texts. */
const edge = fc.oneof(
  ...['', 'a', 'A-1', '1.0.0', '1.0', 'admin', 'symphony_x', '__proto__', 'a\nb', 'a\u2028b', '\u0000', '\ud800'].map(
    (text) => fc.constant<unknown>(text),
  ),
  fc
    .constantFrom(
      limits.name,
      limits.description,
      limits.version,
      limits.subject,
      limits.endpointName,
      limits.metadataValue,
      48,
      64,
    )
    .chain((length) => fc.constantFrom('x'.repeat(length), 'x'.repeat(length + 1))),
  fc.constantFrom<unknown>(
    undefined,
    null,
    0,
    1,
    64,
    65,
    -1,
    1.5,
    2 ** 53,
    Number.NaN,
    true,
    {},
    [],
    'async',
    'pub',
    'rest',
  ),
);

/** `plain` with some of its values replaced, at any depth. */
function withEdges(values: readonly unknown[], isReplaced: () => boolean): unknown {
  let next = 0;
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copy(inner)]));
    }
    return isReplaced() ? values[next++ % values.length] : value;
  };
  return copy(plain);
}

describe('isPlain', () => {
  it('is true for a manifest of short texts', () => {
    expect(isPlain(plain)).toBe(true);
  });

  it('is true only for what the schema takes and leaves as it is, byte for byte', () => {
    let plainOnes = 0;
    const values = fc.array(edge, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.integer({ min: 0, max: 11 })), (given, dice) => {
        const manifest = withEdges(given, () => dice.next().value === 0) as Manifest;
        if (!isPlain(manifest)) return;
        plainOnes += 1;
        expect(JSON.stringify(Manifest.parse(manifest))).toBe(JSON.stringify(manifest));
      }),
      { numRuns: 3_000 },
    );
    expect(plainOnes).toBeGreaterThan(100);
  });

  it.each([
    ['too many capabilities', { capabilities: Array(limits.capabilities + 1).fill(plain.capabilities[0]) }],
    ['too many buckets', { buckets: Array(limits.buckets + 1).fill(plain.buckets[0]) }],
    ['a menu', { features: { ...plain.features, menus: [{ group: 'a', item: 'b', route: '/', icon: '' }] } }],
    ['a name of the platform', { prefix: 'admin' }],
    ['a description of several lines, which the schema takes', { description: 'a\nb' }],
  ])('leaves %s to the schema', (_case, part) => {
    expect(isPlain({ ...plain, ...part })).toBe(false);
  });
});
