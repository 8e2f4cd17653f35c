/**
 * Where servers send otherwise than the published schemas say: by message type, the fields that the schema refuses.
 * Types of messages follow the servers in these places.
 */
export const knownDifferences: Readonly<Record<string, readonly string[]>> = {
  // Requests that a server makes itself come from no account.
  'io.nats.jetstream.advisory.v1.api_audit': ['client.acc'],
  // Described as one peer, sent as a list; the copy for the system account names the account.
  'io.nats.jetstream.advisory.v1.consumer_leader_elected': ['account', 'replicas'],
  'io.nats.jetstream.advisory.v1.consumer_quorum_lost': ['account', 'replicas'],
  'io.nats.jetstream.advisory.v1.domain_leader_elected': ['replicas'],
  'io.nats.jetstream.advisory.v1.stream_leader_elected': ['account', 'replicas'],
  'io.nats.jetstream.advisory.v1.stream_quorum_lost': ['account', 'replicas'],
  // Required and, since other fields than those described are refused, forbidden.
  'io.nats.jetstream.advisory.v1.consumer_group_pinned': ['server'],
  'io.nats.jetstream.advisory.v1.consumer_group_unpinned': ['server'],
  // Described as text, sent as numbers.
  'io.nats.jetstream.advisory.v1.nak': ['consumer_seq'],
  'io.nats.jetstream.advisory.v1.terminated': ['consumer_seq'],
  // Servers send the state of the stream instead of the number of blocks.
  'io.nats.jetstream.advisory.v1.snapshot_create': ['block_size', 'blocks', 'state'],
  // The result has no required field, so that an error is a result as well.
  'io.nats.jetstream.api.v1.consumer_pause_response': [''],
  // The error is described one level deeper than it is sent.
  'io.nats.jetstream.api.v1.consumer_unpin_response': ['error.error'],
  // Services of the JavaScript library leave the field out where nothing failed.
  'io.nats.micro.v1.stats_response': ['endpoints[].last_error'],
  // Fields that newer servers added.
  'io.nats.server.advisory.v1.account_connections': ['name', 'num_subscriptions', 'server.feature_flags'],
  'io.nats.server.advisory.v1.client_connect': ['server.feature_flags'],
  'io.nats.server.advisory.v1.client_disconnect': ['server.feature_flags'],
  // Described as `error`, sent as `description`.
  'io.nats.server.metric.v1.service_latency': ['description'],
  // Servers before 2.10 leave the field out.
  'io.nats.server.monitor.v1.varz': ['jetstream.meta.pending'],
};
