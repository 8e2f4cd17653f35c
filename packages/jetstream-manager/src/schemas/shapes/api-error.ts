import * as z from 'zod';
import { count } from '../values/integer.js';
import { once } from '../values/once.js';
import { text } from '../values/text.js';

/** The `error` object of a refused request: an HTTP-like `code` and the server's own `err_code`. */
export const apiError = once(() =>
  z.looseObject({
    code: count({ min: 300, max: 699 }),
    description: text().optional(),
    err_code: count({ min: 0, max: 65_535 }).optional(),
  }),
);

/** The answer of a server if a request failed. */
export type ApiErrorObject = z.infer<ReturnType<typeof apiError>>;
