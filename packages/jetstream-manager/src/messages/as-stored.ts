import type { StoredMsg } from '@nats-io/jetstream';
import { headers as newHeaders } from '@nats-io/nats-core';

/**
 * Headers that a server adds to a message when it answers a direct get. They follow stored headers of the same name.
 */
const added: ReadonlySet<string> = new Set([
  'Nats-Stream',
  'Nats-Subject',
  'Nats-Sequence',
  'Nats-Time-Stamp',
  'Nats-Num-Pending',
  'Nats-Last-Sequence',
]);

/** A message of a direct get with only its stored headers, as the leader would return it. */
export function asStored(message: StoredMsg): StoredMsg {
  const { subject, seq, data, time, timestamp, lastSequence, pending } = message;
  const header = newHeaders();
  for (const [name, values] of message.header) {
    for (const value of added.has(name) ? values.slice(0, -1) : values) header.append(name, value);
  }
  return {
    subject,
    seq,
    data,
    time,
    timestamp,
    lastSequence,
    pending,
    header,
    json: (reviver) => message.json(reviver),
    string: () => message.string(),
  };
}
