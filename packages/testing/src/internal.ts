export { keyValueConformance, keyValueLinkConformance } from './conformance/key-value-conformance.js';

export type { BucketRecipe, MakeBucket, MakeLinkedBucket } from './conformance/conformance-case.js';
