import * as z from 'zod';
import { apiError } from '../shapes/api-error.js';
import { uint64 } from '../values/integer.js';
import { nonEmpty, text } from '../values/text.js';
import { about, apiMessage } from './message.js';

/** The answer of a stream to a publisher. */
export const publishMessages = {
  ...apiMessage(
    'pub_ack_response',
    about('2.2.0', 'Where a message was stored, or why not; with count and batch for a committed batch'),
    () =>
      z.strictObject({
        stream: nonEmpty(),
        seq: uint64().optional(),
        duplicate: z.boolean().optional(),
        domain: text().optional(),
        batch: text().optional(),
        count: uint64().optional(),
        val: text().optional(),
        error: apiError().optional(),
      }),
  ),
};
