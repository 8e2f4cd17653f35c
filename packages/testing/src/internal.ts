export { keyValueConformance } from './conformance/key-value-conformance.js';

export type { BucketRecipe, MakeBucket } from './conformance/conformance-case.js';
