import { createMemoryBucket } from '../fakes/memory-bucket.js';
import { MemoryLink } from '../fakes/memory-link.js';
import type { MakeBucket, MakeLinkedBucket } from './conformance-case.js';
import { keyValueConformance, keyValueLinkConformance } from './key-value-conformance.js';

let count = 0;
// This type is true: a recipe with `raw` or `schema` has the type that its case names.
const make: MakeBucket = async (recipe) => createMemoryBucket(`fake_${++count}`, recipe) as never;

keyValueConformance('the fake in memory', make);

const makeLinked: MakeLinkedBucket = async ({ timeoutMs }) => {
  const link = new MemoryLink();
  return {
    bucket: createMemoryBucket(`linked_${++count}`, { link, timeoutMs }) as never,
    disconnect: async () => link.disconnect(),
    reconnect: async () => link.reconnect(),
  };
};

keyValueLinkConformance('the fake in memory', makeLinked);
