import type { NatsConnection } from '@nats-io/nats-core';
import type { SymphonyClient } from '@symphony-ts/client';
import type { SpanRecorder } from '@symphony-ts/observability';
import type { ReadCaller } from '../invoke/inbound-request.js';
import type { Membership } from '../partitioner/membership.js';
import type { InstanceSource } from '../partitioner/work-partitioner.js';
import type { Buckets } from './buckets.js';
import type { Heartbeat } from './heartbeat.js';
import type { Registrar } from './registration.js';
import type { Transport } from './running-context.js';

/** The surroundings of an extension: NATS and a platform in production, a bus and memory in tests without a server. */
export interface ExtensionHost {
  readonly nc: NatsConnection;
  /** A client that continues traces; its calls are spans where `spans` is given. */
  readonly openClient: (spans?: SpanRecorder) => SymphonyClient;
  /** NATS as authors see it. */
  readonly transport: Transport;
  readonly instanceId: string;
  readonly isStandalone: boolean;
  readonly buckets: Buckets;
  readonly registrar: Registrar;
  /** Reads who calls. Omitted if no platform attests callers. */
  readonly readCaller?: ReadCaller | undefined;
  /** Called once the registrar knows of the start: it makes the bucket of statuses. */
  readonly openStatus: () => Promise<Status>;
  /** Names errors, in the log and to callers. */
  readonly newId: () => string;
}

/** The live instances. */
export interface Status {
  readonly instances: InstanceSource;
  /** Publishes this instance's status; omitted when nothing reads it. */
  readonly heartbeat?: Pick<Heartbeat, 'start' | 'beat' | 'pause' | 'stop'>;
  /** This instance among the others; omitted when there are none. */
  readonly membership?: Pick<Membership, 'live' | 'leave' | 'answer'>;
}
