import * as z from 'zod';
import { placement } from '../shapes/cluster.js';
import { nonEmpty } from '../values/text.js';
import { about, apiMessage, untypedApiResponse } from './message.js';

/** Moving a replicated stream between servers. */
export const streamClusterMessages = {
  ...apiMessage(
    'stream_leader_stepdown_request',
    about('2.2.0', 'Asks the leader of a stream to step down, for a server of this placement'),
    () => z.looseObject({ placement: placement().optional() }),
  ),
  ...untypedApiResponse(
    'stream_leader_stepdown_response',
    about('2.2.0', 'Whether the stream leader steps down'),
    () => ({
      success: z.boolean(),
    }),
  ),
  ...apiMessage(
    'stream_remove_peer_request',
    about('2.2.0', 'Removes a server from the replicas of a stream, by its name'),
    () => z.strictObject({ peer: nonEmpty() }),
  ),
  ...untypedApiResponse(
    'stream_remove_peer_response',
    about('2.2.0', 'Whether the server is removed from the replicas'),
    () => ({
      success: z.boolean(),
    }),
  ),
};
