import * as z from 'zod';
import { int64, integer, uint64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { text } from '../values/text.js';
import { about, apiResponse, untypedApiResponse } from './message.js';

const limit = () => integer({ min: -1 });

const limits = once(() =>
  z.strictObject({
    max_memory: limit(),
    max_storage: limit(),
    max_streams: limit(),
    max_consumers: limit(),
    max_ack_pending: limit().optional(),
    max_bytes_required: z.boolean().optional(),
    memory_max_stream_bytes: limit().optional(),
    storage_max_stream_bytes: limit().optional(),
  }),
);

const usage = once(() => ({
  memory: uint64(),
  storage: uint64(),
  reserved_memory: uint64().optional(),
  reserved_storage: uint64().optional(),
  streams: int64(0),
  consumers: int64(0),
  limits: limits(),
}));

const apiStats = once(() =>
  z.looseObject({
    level: int64(0).optional(),
    total: uint64(),
    errors: uint64(),
    inflight: uint64().optional(),
  }),
);

/** The answers of the JetStream API about a whole account. */
export const accountMessages = {
  ...apiResponse('account_info_response', about('2.2.0', 'JetStream usage and limits of the account'), () => ({
    ...usage(),
    domain: text().optional(),
    tiers: z.record(z.string(), z.looseObject(usage())).optional(),
    api: apiStats(),
  })),
  ...untypedApiResponse('account_purge_response', about('2.9.0', 'Whether an account is being emptied'), () => ({
    initiated: z.boolean().optional(),
  })),
};
