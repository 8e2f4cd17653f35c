// What the packages above need of zod for the data that only they read: a process has one copy of it, and a bundle holds no
// more than this.
export { array, boolean, enum, int, iso, looseObject, number, object, record, string, unknown } from 'zod';

export { crc16 } from './crc16.js';
export { HeaderMap } from './header-map.js';
export { onFirstUse } from './on-first-use.js';
export { line, list, text } from './texts.js';
export { withoutStart } from './without-start.js';

export type { infer, ZodType } from 'zod';
