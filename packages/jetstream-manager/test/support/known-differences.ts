/**
 * The differences between servers and the published schemas: the fields that the schema refuses, by message type. The
 * types of messages follow the servers here.
 */
export const knownDifferences: Readonly<Record<string, readonly string[]>> = {
  // Requests of the server itself have no account.
  'io.nats.jetstream.advisory.v1.api_audit': ['client.acc'],
  // The schema has one peer, servers send a list. The copy for the system account contains the account.
  'io.nats.jetstream.advisory.v1.consumer_leader_elected': ['account', 'replicas'],
  'io.nats.jetstream.advisory.v1.consumer_quorum_lost': ['account', 'replicas'],
  'io.nats.jetstream.advisory.v1.domain_leader_elected': ['replicas'],
  'io.nats.jetstream.advisory.v1.stream_leader_elected': ['account', 'replicas'],
  'io.nats.jetstream.advisory.v1.stream_quorum_lost': ['account', 'replicas'],
  // The schema requires the field, and forbids it because it forbids all undescribed fields.
  'io.nats.jetstream.advisory.v1.consumer_group_pinned': ['server'],
  'io.nats.jetstream.advisory.v1.consumer_group_unpinned': ['server'],
  // The schema has a text, servers send a number.
  'io.nats.jetstream.advisory.v1.nak': ['consumer_seq'],
  'io.nats.jetstream.advisory.v1.terminated': ['consumer_seq'],
  // Servers send the state of the stream instead of the number of blocks.
  'io.nats.jetstream.advisory.v1.snapshot_create': ['block_size', 'blocks', 'state'],
  // The result has no required field, so every error also counts as a result.
  'io.nats.jetstream.api.v1.consumer_pause_response': [''],
  // The schema has the error one level deeper than servers send it.
  'io.nats.jetstream.api.v1.consumer_unpin_response': ['error.error'],
  // Services of the JavaScript library omit the field if nothing failed.
  'io.nats.micro.v1.stats_response': ['endpoints[].last_error'],
  // Fields that newer servers added.
  'io.nats.server.advisory.v1.account_connections': ['name', 'num_subscriptions', 'server.feature_flags'],
  'io.nats.server.advisory.v1.client_connect': ['server.feature_flags'],
  'io.nats.server.advisory.v1.client_disconnect': ['server.feature_flags'],
  // The schema calls the field `error`, servers call it `description`.
  'io.nats.server.metric.v1.service_latency': ['description'],
  // Servers before 2.10 omit the field.
  'io.nats.server.monitor.v1.varz': ['jetstream.meta.pending'],
};
