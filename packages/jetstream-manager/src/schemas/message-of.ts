import type { MessageType, PublishedMessage } from './messages.js';
import type { ApiErrorObject } from './shapes/api-error.js';
import type { Peer } from './shapes/cluster.js';
import type { ClientInfo, ServerInfo } from './shapes/connection-info.js';
import type { StreamState } from './shapes/stream-state.js';
import type { Integer } from './values/integer.js';

/** A request that the server made itself has no account. */
type SentClient = Omit<ClientInfo, 'acc'> & { acc?: string };
type SentServer = ServerInfo & { feature_flags?: Readonly<Record<string, boolean>> };

/** Only the copy for the system account has `account`. */
interface OfGroup {
  readonly replicas: readonly Peer[] | null;
  readonly account?: string;
}

/**
 * Fields that servers send differently from the published schemas. `validate` follows the schemas. The types of
 * messages follow the servers. The recorded messages in the tests show each difference.
 */
interface AsSent {
  'io.nats.jetstream.advisory.v1.api_audit': { client: SentClient };
  'io.nats.jetstream.advisory.v1.nak': { consumer_seq: Integer };
  'io.nats.jetstream.advisory.v1.terminated': { consumer_seq: Integer };
  'io.nats.jetstream.advisory.v1.consumer_group_pinned': { server?: undefined };
  'io.nats.jetstream.advisory.v1.consumer_group_unpinned': { server?: undefined };
  'io.nats.jetstream.advisory.v1.stream_leader_elected': OfGroup;
  'io.nats.jetstream.advisory.v1.stream_quorum_lost': OfGroup;
  'io.nats.jetstream.advisory.v1.consumer_leader_elected': OfGroup;
  'io.nats.jetstream.advisory.v1.consumer_quorum_lost': OfGroup;
  'io.nats.jetstream.advisory.v1.domain_leader_elected': OfGroup;
  'io.nats.jetstream.advisory.v1.snapshot_create': { blocks?: number; block_size?: number; state?: StreamState };
  'io.nats.server.advisory.v1.account_connections': { server: SentServer; name?: string; num_subscriptions?: number };
  'io.nats.server.advisory.v1.client_connect': { server: SentServer };
  'io.nats.server.advisory.v1.client_disconnect': { server: SentServer };
  'io.nats.server.metric.v1.service_latency': { description?: string };
}

type UnpinResponse = 'io.nats.jetstream.api.v1.consumer_unpin_response';

/** A message of a type, as servers send it. */
export type MessageOf<T extends MessageType> = T extends keyof AsSent
  ? Omit<PublishedMessage<T>, keyof AsSent[T]> & AsSent[T]
  : T extends UnpinResponse
    ? { readonly type: UnpinResponse; readonly error?: ApiErrorObject }
    : PublishedMessage<T>;
