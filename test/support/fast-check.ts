import * as fc from '../../node_modules/fast-check/lib/cjs/fast-check.js';

/**
 * Replaces `fast-check` in tests. It uses one seed, so that two runs of the same tree have the same result.
 * `PROPERTY_SEED=random` uses other seeds, and a number repeats a run.
 */
const seed = process.env['PROPERTY_SEED'] ?? '20261127';
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });

export * from '../../node_modules/fast-check/lib/cjs/fast-check.js';
export { default } from '../../node_modules/fast-check/lib/cjs/fast-check.js';
