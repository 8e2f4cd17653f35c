import { peer } from '../shapes/cluster.js';
import { clientInfo } from '../shapes/connection-info.js';
import { count } from '../values/integer.js';
import { nonEmpty, text } from '../values/text.js';
import { about, event } from './message.js';

/** Advisories about the JetStream API and the cluster: leaders, quorums, servers. */
export const clusterAdvisories = {
  ...event(
    'io.nats.jetstream.advisory.v1.api_audit',
    about('2.2.0', 'A request to the JetStream API, and its answer'),
    () => ({
      server: nonEmpty(),
      client: clientInfo(),
      subject: nonEmpty(),
      request: text().optional(),
      response: text(),
    }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.api_limit_reached',
    about('2.11.0', 'A server dropped API requests to protect itself'),
    () => ({ server: nonEmpty(), domain: text().optional(), dropped: count() }),
  ),
  ...event('io.nats.jetstream.advisory.v1.stream_leader_elected', about('2.2.0', 'A stream has a new leader'), () => ({
    stream: text(),
    leader: text(),
    replicas: peer(),
  })),
  ...event(
    'io.nats.jetstream.advisory.v1.stream_quorum_lost',
    about('2.2.0', 'A stream lost its majority of servers'),
    () => ({
      stream: text(),
      replicas: peer(),
    }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.consumer_leader_elected',
    about('2.2.0', 'A consumer has a new leader'),
    () => ({
      stream: text(),
      consumer: text(),
      leader: text(),
      replicas: peer(),
    }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.consumer_quorum_lost',
    about('2.2.0', 'A consumer lost its majority of servers'),
    () => ({ stream: text(), consumer: text(), replicas: peer() }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.domain_leader_elected',
    about('2.11.0', 'The JetStream cluster has a new leader'),
    () => ({
      leader: text(),
      replicas: peer(),
      cluster: text(),
      domain: text().optional(),
    }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.server_out_of_space',
    about('2.2.0', 'A server has no disk space left'),
    () => ({
      server: text(),
      server_id: text(),
      stream: text().optional(),
      cluster: text().optional(),
    }),
  ),
  ...event(
    'io.nats.jetstream.advisory.v1.server_removed',
    about('2.2.0', 'A server was removed from the cluster'),
    () => ({
      server: text(),
      server_id: text(),
      cluster: text(),
      domain: text().optional(),
    }),
  ),
};
