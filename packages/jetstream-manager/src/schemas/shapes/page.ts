import { count } from '../values/integer.js';
import { once } from '../values/once.js';

/** Where a page of a list starts. */
export const pageRequest = once(() => ({ offset: count({ min: 0 }) }));

/** The page that a list response holds: `total` entries in all, `limit` at most in one response. */
export const page = once(() => ({ total: count({ min: 0 }), offset: count({ min: 0 }), limit: count({ min: 0 }) }));
