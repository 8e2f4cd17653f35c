import { ManifestBucket } from '@symphony-ts/contract';
import { fromManifest } from './manifest-bucket.js';

describe('fromManifest', () => {
  it.each([
    [
      { name: 'a' },
      { name: 'a', description: '', ttl: 0, history: 0, maxBytes: 0, allowShrink: undefined, persist: undefined },
    ],
    [
      {
        name: 'a',
        description: 'A',
        ttl: 9,
        max_history_per_key: 3,
        max_bucket_size: 10,
        allow_shrink: true,
        persist: 'async',
      },
      { name: 'a', description: 'A', ttl: 9, history: 3, maxBytes: 10, allowShrink: true, persist: 'async' },
    ],
  ])('reads %p', (entry, declaration) => {
    expect(fromManifest(ManifestBucket.parse(entry))).toEqual(declaration);
  });
});
