import * as z from 'zod';
import { count, integer, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { nonEmpty, text } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';
import { about, apiMessage, apiResponse } from './message.js';

/** A stored message; `data` and `hdrs` are base64. */
const storedMessage = once(() =>
  z.strictObject({
    subject: nonEmpty(),
    seq: uint64(),
    data: text().optional(),
    hdrs: text().optional(),
    time: timestamp(),
  }),
);

/** Reading, deleting and purging the messages of a stream. */
export const streamContentMessages = {
  ...apiMessage(
    'stream_msg_get_request',
    about('2.2.0', 'Asks for one message by sequence or subject, or for a batch of messages'),
    () =>
      z.looseObject({
        seq: integer().optional(),
        last_by_subj: text().optional(),
        next_by_subj: text().optional(),
        batch: count().optional(),
        max_bytes: integer().optional(),
        start_time: timestamp().optional(),
        multi_last: z.array(text()).optional(),
        up_to_seq: integer().optional(),
        up_to_time: timestamp().optional(),
      }),
  ),
  ...apiResponse('stream_msg_get_response', about('2.2.0', 'One stored message'), () => ({ message: storedMessage() })),
  ...apiMessage(
    'stream_msg_delete_request',
    about('2.2.0', 'Deletes one message; without no_erase its bytes are overwritten'),
    () => z.looseObject({ seq: uint64(), no_erase: z.boolean().optional() }),
  ),
  ...apiResponse('stream_msg_delete_response', about('2.2.0', 'Whether the message was deleted'), () => ({
    success: z.boolean(),
  })),
  ...apiMessage(
    'stream_purge_request',
    about('2.2.0', 'Removes messages: all, those of a subject, those below a sequence, or all but the newest'),
    () => z.looseObject({ filter: text().optional(), seq: uint64().optional(), keep: uint64().optional() }),
  ),
  ...apiResponse('stream_purge_response', about('2.2.0', 'How many messages were removed'), () => ({
    success: z.boolean(),
    purged: uint64(),
  })),
};
