import * as z from 'zod';
import { placement } from '../shapes/cluster.js';
import { text } from '../values/text.js';
import { about, apiMessage, untypedApiResponse } from './message.js';

/** Requests about the JetStream cluster itself. Only the system account may send them. */
export const metaMessages = {
  ...apiMessage(
    'meta_leader_stepdown_request',
    about('2.2.0', 'Asks the leader of the JetStream cluster to step down, for a server of this placement'),
    () => z.looseObject({ placement: placement().optional() }),
  ),
  ...untypedApiResponse(
    'meta_leader_stepdown_response',
    about('2.2.0', 'Whether the cluster leader steps down'),
    () => ({
      success: z.boolean(),
    }),
  ),
  ...apiMessage(
    'meta_server_remove_request',
    about('2.2.0', 'Removes a server from the JetStream cluster, by name or by peer id'),
    () => z.looseObject({ peer: text().optional(), peer_id: text().optional() }),
  ),
  ...untypedApiResponse('meta_server_remove_response', about('2.2.0', 'Whether the server was removed'), () => ({
    success: z.boolean(),
  })),
};
