import type { ConsumerInfo } from '@nats-io/jetstream';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { type CheckMetric, type CheckReport, type CheckResult, runCheck } from './check-result.js';
import { readMetadataOptions } from './metadata-thresholds.js';
import { measure, seconds } from './threshold.js';

/** Thresholds of {@link checkConsumer}. A value that reaches its threshold is critical. Durations are in seconds. */
export interface ConsumerCheckOptions {
  /** Number of messages that are delivered but not acknowledged. */
  readonly outstandingAckCritical?: number;
  /** Number of waiting pull requests. */
  readonly waitingCritical?: number;
  /** Number of messages that are not delivered yet. */
  readonly unprocessedCritical?: number;
  /** Number of redelivered messages. */
  readonly redeliveryCritical?: number;
  /** How long ago the last delivery may have been, in seconds. */
  readonly lastDeliveryCritical?: number;
  /** How long ago the last acknowledgement may have been, in seconds. */
  readonly lastAckCritical?: number;
  /** Whether every priority group must be pinned to a client. Default `false`. */
  readonly pinned?: boolean;
}

const consumerCheckNames = {
  outstandingAckCritical: true,
  waitingCritical: true,
  unprocessedCritical: true,
  redeliveryCritical: true,
  lastDeliveryCritical: true,
  lastAckCritical: true,
  pinned: true,
} as const satisfies OptionNames<ConsumerCheckOptions>;

const metadataKeys = {
  'outstanding-ack-critical': ['outstandingAckCritical', 'count'],
  'waiting-critical': ['waitingCritical', 'count'],
  'unprocessed-critical': ['unprocessedCritical', 'count'],
  'last-delivery-critical': ['lastDeliveryCritical', 'duration'],
  'last-ack-critical': ['lastAckCritical', 'duration'],
  'redelivery-critical': ['redeliveryCritical', 'count'],
  pinned: ['pinned', 'boolean'],
} as const;

/** Fields of newer servers that the type of the library does not have. */
interface PriorityState {
  readonly priority_groups?: readonly { readonly pinned_client_id?: string }[];
}

/**
 * Checks the health of a consumer. Thresholds in the metadata of the consumer (`io.nats.monitor.…`) override the
 * options, because the creator of the consumer knows it best.
 */
export async function checkConsumer(
  manager: Manager,
  stream: string,
  name: string,
  options: ConsumerCheckOptions = {},
): Promise<CheckResult> {
  assertKnownOptions('checkConsumer', options, consumerCheckNames);
  return runCheck('consumer', `${stream} > ${name}`, async (report) => {
    const { lastInfo } = await manager.consumers(stream).load(name);
    checkConsumerInfo(lastInfo, withConsumerMetadata(options, lastInfo.config.metadata), report, Date.now());
  });
}

/** The options, overridden by the thresholds in the metadata of a consumer. */
export function withConsumerMetadata(
  options: ConsumerCheckOptions,
  metadata: Readonly<Record<string, string>> | undefined,
): ConsumerCheckOptions {
  // This type is true: each option in the table has the type of its kind, and `undefined` stands for a missing option.
  return { ...options, ...readMetadataOptions(metadata, metadataKeys) } as ConsumerCheckOptions;
}

/** The same check for information that you have already read, for example from a list of consumers. */
export function checkConsumerInfo(
  info: ConsumerInfo,
  options: ConsumerCheckOptions,
  report: CheckReport,
  nowMs: number,
): void {
  const count = (metric: CheckMetric, critical: number | undefined, label: string) =>
    measure(report, {
      metric,
      threshold: critical === undefined ? undefined : { critical },
      worse: 'higher',
      say: (value) => `${label}: ${value}`,
    });
  const { num_ack_pending, num_waiting, num_pending, num_redelivered } = info;
  const help = 'The number of messages';
  count(
    { name: 'ack_pending', value: num_ack_pending, help: `${help} waiting to be acknowledged` },
    options.outstandingAckCritical,
    'Ack Pending',
  );
  count(
    { name: 'pull_waiting', value: num_waiting, help: 'The number of waiting pull requests' },
    options.waitingCritical,
    'Waiting Pulls',
  );
  count(
    { name: 'pending', value: num_pending, help: `${help} that have not yet been consumed` },
    options.unprocessedCritical,
    'Unprocessed Messages',
  );
  count(
    { name: 'redelivered', value: num_redelivered, help: `${help} currently being redelivered` },
    options.redeliveryCritical,
    'Redelivered',
  );
  age(report, nowMs, {
    name: 'last_delivery',
    what: 'delivery',
    at: info.delivered.last_active,
    critical: options.lastDeliveryCritical,
  });
  age(report, nowMs, {
    name: 'last_ack',
    what: 'ack',
    at: info.ack_floor.last_active,
    critical: options.lastAckCritical,
  });
  checkPinned(info, options.pinned ?? false, report);
}

interface Age {
  readonly name: string;
  readonly what: string;
  /** The server sends a time, but the type of the library is a number. */
  readonly at: unknown;
  readonly critical: number | undefined;
}

function age(report: CheckReport, nowMs: number, { name, what, at, critical }: Age): void {
  const atMs = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(atMs)) {
    if (critical !== undefined) report.critical(`No ${what}`);
    return;
  }
  measure(report, {
    metric: { name, value: (nowMs - atMs) / 1000, unit: 's', help: `Seconds since the last ${what}` },
    threshold: critical === undefined ? undefined : { critical },
    worse: 'higher',
    say: (value) => `Last ${what} ${seconds(value)} ago`,
  });
}

function checkPinned(info: ConsumerInfo & PriorityState, isWanted: boolean, report: CheckReport): void {
  const groups = info.config.priority_groups?.length ?? 0;
  const isPinning = info.config.priority_policy === 'pinned_client' && groups > 0;
  const pinned = (info.priority_groups ?? []).filter((group) => group.pinned_client_id).length;
  if (isPinning) {
    report.metric({ name: 'pinned_groups', value: pinned, help: 'The number of groups with pinned clients' });
    report.metric({ name: 'groups', value: groups, help: 'The total number of groups' });
  }
  if (!isWanted) return;
  if (!isPinning) report.critical('Not pinned client priority mode');
  else if (pinned < groups) report.critical(`${pinned} / ${groups} pinned clients`);
  else report.ok(`${pinned} pinned clients`);
}
