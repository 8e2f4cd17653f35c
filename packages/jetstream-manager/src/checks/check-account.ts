import type { JetStreamAccountStats, StreamInfo } from '@nats-io/jetstream';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { readStreamInfo } from '../streams/exact-stream-info.js';
import { CheckReport, type CheckResult, runCheck } from './check-result.js';
import { checkStreamPeers } from './stream-peers.js';
import { measure, type Threshold } from './threshold.js';

/** Thresholds of {@link checkAccount}, in percent of the account's limits. */
export interface AccountCheckOptions {
  /** Used share of the memory limit, in percent. */
  readonly memoryPercent?: Threshold;
  /** Used share of the file storage limit, in percent. */
  readonly storagePercent?: Threshold;
  /** Used share of the permitted streams, in percent. */
  readonly streamsPercent?: Threshold;
  /** Used share of the permitted consumers, in percent. */
  readonly consumersPercent?: Threshold;
  /** Also checks the replicas of every stream. Default `false`. */
  readonly replicas?: boolean;
  /** How long ago a replica may have been active, in seconds. */
  readonly replicaSeenCritical?: number;
  /** How many operations a replica may be behind. */
  readonly replicaLagCritical?: number;
}

const accountCheckNames = {
  memoryPercent: true,
  storagePercent: true,
  streamsPercent: true,
  consumersPercent: true,
  replicas: true,
  replicaSeenCritical: true,
  replicaLagCritical: true,
} as const satisfies OptionNames<AccountCheckOptions>;

interface Usage {
  readonly name: string;
  readonly value: number;
  /** A limit of 0 or less means no limit. */
  readonly limit: number;
  readonly threshold: Threshold | undefined;
  readonly unit?: 'B';
}

/**
 * Checks how much JetStream uses of the account's limits. With `replicas` it also checks the replicas of its streams.
 */
export async function checkAccount(manager: Manager, options: AccountCheckOptions = {}): Promise<CheckResult> {
  assertKnownOptions('checkAccount', options, accountCheckNames);
  return runCheck('jetstream', 'JetStream', async (report) => {
    checkAccountUsage(await manager.account.info(), options, report);
    if (options.replicas) await checkReplicas(manager, options, report);
    if (report.isClean) report.ok('JetStream is within its limits');
  });
}

/** The same check for usage that you have already read. */
export function checkAccountUsage(
  info: JetStreamAccountStats,
  options: AccountCheckOptions,
  report: CheckReport,
): void {
  const { limits } = info;
  const use = ({ name, value, limit, threshold, unit }: Usage) => {
    report.metric({ name, value, help: `JetStream ${name} in use`, ...withoutUndefined({ unit }) });
    const percent = limit > 0 ? Math.floor((value / limit) * 100) : 0;
    const { warning = -1, critical = Number.POSITIVE_INFINITY } = threshold ?? {};
    const isInverted = warning >= critical;
    measure(report, {
      metric: {
        name: `${name}_pct`,
        value: percent,
        unit: '%',
        help: `JetStream ${name} in use, in percent of the limit`,
      },
      threshold: percent > 100 || isInverted ? undefined : threshold,
      worse: 'higher',
      say: (value) => `${value}% ${name}`,
    });
    if (isInverted) report.critical(`${name}: the warning has to be below the critical bound`);
    else if (percent > 100) report.critical(`${name}: above the account's limit`);
  };
  use({ name: 'memory', value: info.memory, limit: limits.max_memory, threshold: options.memoryPercent, unit: 'B' });
  use({
    name: 'storage',
    value: info.storage,
    limit: limits.max_storage,
    threshold: options.storagePercent,
    unit: 'B',
  });
  use({ name: 'streams', value: info.streams, limit: limits.max_streams, threshold: options.streamsPercent });
  use({ name: 'consumers', value: info.consumers, limit: limits.max_consumers, threshold: options.consumersPercent });
}

async function checkReplicas(manager: Manager, options: AccountCheckOptions, report: CheckReport): Promise<void> {
  const { streams, missing, offline, unreadable } = await manager.streams.list();
  const { replicaLagCritical, replicaSeenCritical } = options;
  const wanted = {
    ...withoutUndefined({ peerLagCritical: replicaLagCritical, peerSeenCritical: replicaSeenCritical }),
  };
  const unwell: string[] = [...missing, ...Object.keys(offline)];
  const total = streams.length + unwell.length + unreadable.size;
  const isWell = (info: StreamInfo): boolean => {
    const single = new CheckReport('stream', info.config.name);
    checkStreamPeers(info, wanted, single);
    return single.isClean;
  };
  for (const { name, lastInfo } of streams) if (!isWell(lastInfo)) unwell.push(name);
  for (const name of unreadable.keys()) {
    const info = await readStreamInfo(manager.context, name).catch(() => undefined);
    // The type is true except for numbers beyond 2^53. Peers have no such numbers.
    if (info === undefined || !isWell(info as StreamInfo)) unwell.push(name);
  }
  report.metric({ name: 'replicas_ok', value: total - unwell.length, help: 'Streams with healthy cluster state' });
  report.metric({ name: 'replicas_fail', value: unwell.length, help: 'Streams with unhealthy cluster state' });
  if (unwell.length > 0) report.critical(`${unwell.length} unhealthy streams: ${unwell.sort().join(', ')}`);
  else report.ok(`${total} healthy streams`);
}
