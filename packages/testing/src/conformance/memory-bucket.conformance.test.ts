import { createMemoryBucket } from '../fakes/memory-bucket.js';
import type { MakeBucket } from './conformance-case.js';
import { keyValueConformance } from './key-value-conformance.js';

let count = 0;
// A recipe with `raw` or `schema` gives the type its case names.
const make: MakeBucket = async (recipe) => createMemoryBucket(`fake_${++count}`, recipe) as never;

keyValueConformance('the fake in memory', make);
