import { schemaUrl } from '../schemas/schema.js';
import type { NatsEvent } from './kinds/event.js';

/** A CloudEvent 1.0 in its JSON format. */
export interface CloudEvent<Data = unknown> {
  /** Version of the CloudEvents specification. */
  readonly specversion: '1.0';
  /** Type of the event. */
  readonly type: string;
  /** Id of the event. */
  readonly id: string;
  /** The time of the event, in RFC 3339. */
  readonly time: string;
  /** `urn:nats:jetstream` or `urn:nats:server`. */
  readonly source: string;
  /** `advisory` or `metric`. */
  readonly subject: string;
  /** URI of the schema of `data`. */
  readonly dataschema: string;
  /** Media type of `data`. */
  readonly datacontenttype: 'application/json';
  /** The event itself. */
  readonly data: Data;
}

/** Wraps a whole event in a CloudEvent. */
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
