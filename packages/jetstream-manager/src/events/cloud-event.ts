import { schemaUrl } from '../schemas/schema.js';
import type { NatsEvent } from './event.js';

/** A CloudEvent 1.0 in its JSON format. */
export interface CloudEvent<Data = unknown> {
  readonly specversion: '1.0';
  readonly type: string;
  readonly id: string;
  readonly time: string;
  /** `urn:nats:jetstream` or `urn:nats:server`. */
  readonly source: string;
  /** `advisory` or `metric`. */
  readonly subject: string;
  readonly dataschema: string;
  readonly datacontenttype: 'application/json';
  readonly data: Data;
}

/** Wraps an event, whole, as a CloudEvent. */
export function buildCloudEvent(event: NatsEvent): CloudEvent<NatsEvent['message']> {
  const [, , area = '', kind = ''] = event.type.split('.');
  return {
    specversion: '1.0',
    type: event.type,
    id: event.message.id,
    time: event.message.timestamp,
    source: `urn:nats:${area}`,
    subject: kind,
    dataschema: schemaUrl(event.type),
    datacontenttype: 'application/json',
    data: event.message,
  };
}
