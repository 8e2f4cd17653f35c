import * as z from 'zod';
import { int64 } from '../values/integer.js';
import { once } from '../values/once.js';
import { nonEmpty, serviceName, text, version } from '../values/text.js';
import { timestamp } from '../values/timestamp.js';
import { about, typedMessage } from './message.js';

const metadata = once(() => z.record(z.string(), z.string()).nullable().optional());

const service = once(() => ({ name: serviceName(), id: nonEmpty(), version: version(), metadata: metadata() }));

const endpoint = once(() =>
  z.looseObject({
    name: serviceName(),
    subject: nonEmpty(),
    metadata: metadata(),
    queue_group: text().optional(),
  }),
);

/** Times are in nanoseconds. The service decides what `data` contains. */
const endpointStats = once(() =>
  z.looseObject({
    name: serviceName(),
    subject: nonEmpty(),
    num_requests: int64(),
    num_errors: int64(),
    last_error: text(),
    processing_time: int64(),
    average_processing_time: int64(),
    queue_group: text().optional(),
    data: z.unknown().optional(),
  }),
);

/** What micro services report about themselves. Clients send these messages, so they have no server release. */
export const microMessages = {
  ...typedMessage('io.nats.micro.v1.ping_response', about('any', 'An existing service instance'), service),
  ...typedMessage('io.nats.micro.v1.info_response', about('any', 'A service instance and its endpoints'), () => ({
    ...service(),
    description: text(),
    endpoints: z.array(endpoint()).optional(),
  })),
  ...typedMessage('io.nats.micro.v1.stats_response', about('any', "A service instance's counters by endpoint"), () => ({
    ...service(),
    started: timestamp(),
    endpoints: z.array(endpointStats()),
  })),
};
