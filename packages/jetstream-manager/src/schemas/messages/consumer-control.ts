import * as z from 'zod';
import { apiError } from '../shapes/api-error.js';
import { placement } from '../shapes/cluster.js';
import { consumerInfoFields } from '../shapes/consumer-info.js';
import { count, int64, nanoseconds, uint64 } from '../values/integer.js';
import { text } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';
import { about, apiMessage, apiResponse, untypedApiResponse } from './message.js';

const unpinResponse = 'io.nats.jetstream.api.v1.consumer_unpin_response';

/** Working with a consumer that exists: pulling, pausing, resetting, unpinning, moving its leader. */
export const consumerControlMessages = {
  ...apiMessage('consumer_getnext_request', about('2.2.0', 'Pulls messages from a consumer'), () =>
    z.looseObject({
      batch: count({ min: 0, max: 256 }).optional(),
      max_bytes: int64(0).optional(),
      expires: nanoseconds().optional(),
      no_wait: z.boolean().optional(),
      idle_heartbeat: nanoseconds().optional(),
      group: text().optional(),
      min_pending: int64(0).optional(),
      min_ack_pending: int64(0).optional(),
      id: text().optional(),
      priority: count({ min: 0, max: 9 }).optional(),
    }),
  ),
  ...apiMessage(
    'consumer_pause_request',
    about('2.11.0', 'Pauses a consumer until a time, or resumes it if no time is given'),
    () => z.looseObject({ pause_until: timestamp().optional() }),
  ),
  ...untypedApiResponse(
    'consumer_pause_response',
    about('2.11.0', 'Whether the consumer is paused, and how long'),
    () => ({
      paused: z.boolean().optional(),
      pause_until: timestamp().optional(),
      pause_remaining: nanoseconds().optional(),
    }),
  ),
  ...apiMessage(
    'consumer_reset_request',
    about('2.14.0', 'Sets a consumer back to a stream sequence, or to its first unacknowledged message'),
    () => z.looseObject({ seq: uint64().optional() }),
  ),
  ...apiResponse('consumer_reset_response', about('2.14.0', 'The consumer after its reset'), () => ({
    ...consumerInfoFields(),
    reset_seq: uint64(),
  })),
  ...apiMessage('consumer_unpin_request', about('2.11.0', 'Unpins the client of a priority group'), () =>
    z.looseObject({ group: text() }),
  ),
  ...apiMessage('consumer_unpin_response', about('2.11.0', 'Empty if the client was unpinned'), () =>
    z.looseObject({ type: z.literal(unpinResponse), error: z.looseObject({ error: apiError() }).optional() }),
  ),
  ...apiMessage(
    'consumer_leader_stepdown_request',
    about('2.2.0', 'Asks the leader of a consumer to step down, for a server of this placement'),
    () => z.looseObject({ placement: placement().optional() }),
  ),
  ...untypedApiResponse(
    'consumer_leader_stepdown_response',
    about('2.2.0', 'Whether the consumer leader steps down'),
    () => ({
      success: z.boolean(),
    }),
  ),
};
