import * as fc from '../../node_modules/fast-check/lib/cjs/fast-check.js';

/**
 * What tests get as `fast-check`: with one seed, so that two runs of one tree end alike. `PROPERTY_SEED=random` looks further,
 * and a number repeats a run.
 */
const seed = process.env['PROPERTY_SEED'] ?? '20261127';
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });

export * from '../../node_modules/fast-check/lib/cjs/fast-check.js';
export { default } from '../../node_modules/fast-check/lib/cjs/fast-check.js';
