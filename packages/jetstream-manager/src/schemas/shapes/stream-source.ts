import * as z from 'zod';
import { int64, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { assetName, text } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';
import { apiError } from './api-error.js';

/** Rewrites subjects that match `src` to `dest`. */
export const subjectTransform = once(() => z.looseObject({ src: text(), dest: text() }));

const external = once(() => z.looseObject({ api: text(), deliver: text().optional() }));

/** The stream that a mirror or a source copies. It may be in another account or another domain. */
export const streamSource = once(() =>
  z.looseObject({
    name: assetName(),
    opt_start_seq: uint64().optional(),
    opt_start_time: timestamp().optional(),
    filter_subject: text().optional(),
    subject_transforms: z.array(subjectTransform()).nullable().optional(),
    consumer: z.looseObject({ name: assetName(), deliver_subject: text() }).optional(),
    external: external().optional(),
  }),
);

/** The progress of a mirror or source. `active` is the time since the last contact in nanoseconds, -1 for never. */
export const streamSourceInfo = once(() =>
  z.looseObject({
    name: text(),
    filter_subject: text().optional(),
    subject_transforms: z.array(subjectTransform()).nullable().optional(),
    lag: uint64(),
    active: int64(-1),
    external: external().optional(),
    error: apiError().optional(),
  }),
);
