import * as z from 'zod';
import { once } from '../values/once.js';
import { text } from '../values/text.js';

/** Where a stream or a leader should live: a cluster, servers with all of these tags, or one server by name. */
export const placement = once(() =>
  z.looseObject({
    cluster: text().optional(),
    tags: z.array(text()).optional(),
    preferred: text().optional(),
  }),
);
