import type * as z from 'zod';
import { accountMessages } from './messages/account.js';
import { clusterAdvisories } from './messages/cluster-advisories.js';
import { consumerAdvisories } from './messages/consumer-advisories.js';
import { consumerControlMessages } from './messages/consumer-control.js';
import { consumerManagementMessages } from './messages/consumer-management.js';
import { metaMessages } from './messages/meta.js';
import { microMessages } from './messages/micro.js';
import { monitorMessages } from './messages/monitor.js';
import { publishMessages } from './messages/publish.js';
import { serverEvents } from './messages/server-events.js';
import { streamAdvisories } from './messages/stream-advisories.js';
import { streamClusterMessages } from './messages/stream-cluster.js';
import { streamContentMessages } from './messages/stream-contents.js';
import { streamManagementMessages } from './messages/stream-management.js';
import { streamSnapshotMessages } from './messages/stream-snapshot.js';

/** All known message types, by name. Each agrees with the schema that the NATS project publishes. */
export const messages = {
  ...accountMessages,
  ...metaMessages,
  ...publishMessages,
  ...streamManagementMessages,
  ...streamContentMessages,
  ...streamClusterMessages,
  ...streamSnapshotMessages,
  ...consumerManagementMessages,
  ...consumerControlMessages,
  ...streamAdvisories,
  ...consumerAdvisories,
  ...clusterAdvisories,
  ...serverEvents,
  ...microMessages,
  ...monitorMessages,
};

/** The name of a known message type, such as `io.nats.jetstream.advisory.v1.api_audit`. */
export type MessageType = keyof typeof messages;

/** The message types that have no field for their own name. Only the subject of a request identifies them. */
export type SilentMessageType = Extract<
  MessageType,
  | `${string}_request`
  | `${string}_configuration`
  | 'io.nats.jetstream.api.v1.pub_ack_response'
  | 'io.nats.server.monitor.v1.varz'
>;

/** The message types with their own name in the field `type`. */
export type SpokenMessageType = Exclude<MessageType, SilentMessageType>;

/** A message as its published schema describes it. */
export type PublishedMessage<T extends MessageType> = z.output<ReturnType<(typeof messages)[T]['schema']>>;

/** Whether `type` names a known message type. */
export function isMessageType(type: string): type is MessageType {
  return Object.hasOwn(messages, type);
}
