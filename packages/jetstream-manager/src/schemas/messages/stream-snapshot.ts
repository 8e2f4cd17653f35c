import * as z from 'zod';
import { streamConfiguration } from '../shapes/stream-configuration.js';
import { streamState } from '../shapes/stream-state.js';
import { count, int64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { nonEmpty } from '../values/text.js';
import { about, apiMessage, untypedApiResponse } from './message.js';

const snapshotOf = once(() => ({ config: streamConfiguration(), state: streamState() }));

/** Backing a stream up from a server, and restoring it to one. */
export const streamSnapshotMessages = {
  ...apiMessage(
    'stream_snapshot_request',
    about('2.2.0', "Asks for a stream's data in chunks, sent to a subject; jsck has the server check it first"),
    () =>
      z.strictObject({
        deliver_subject: nonEmpty(),
        no_consumers: z.boolean().optional(),
        chunk_size: int64(1024).optional(),
        window_size: count({ min: 1024, max: 33_554_432 }).optional(),
        jsck: z.boolean().optional(),
      }),
  ),
  ...untypedApiResponse('stream_snapshot_response', about('2.2.0', 'What the snapshot will hold'), snapshotOf),
  ...apiMessage('stream_restore_request', about('2.2.0', 'Announces a snapshot to be restored'), () =>
    z.looseObject(snapshotOf()),
  ),
  ...untypedApiResponse('stream_restore_response', about('2.2.0', 'Where to send the chunks of the snapshot'), () => ({
    deliver_subject: nonEmpty(),
  })),
};
