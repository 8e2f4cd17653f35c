import { randomBytes } from 'node:crypto';
import type { NatsConnection } from '@nats-io/nats-core';
import { advisoriesOf, safeReleases } from '../advisories/advisories-of.js';
import { newInbox } from '../connection/inbox.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';
import { type CheckReport, type CheckResult, runCheck } from './check-result.js';
import { measure, seconds, type Threshold } from './threshold.js';

/** Thresholds of {@link checkConnection}, in seconds. */
export interface ConnectionCheckOptions {
  /** Seconds that connecting may take. */
  readonly connectSeconds?: Threshold;
  /** Seconds between a ping and its answer. */
  readonly rttSeconds?: Threshold;
  /** Seconds between publishing a message and receiving it back from the server. */
  readonly requestSeconds?: Threshold;
  /**
   * Number of published vulnerabilities of the server's release, see {@link advisoriesOf}. Default: this is not
   * checked.
   */
  readonly advisories?: Threshold;
  /** How long to wait for the message, in milliseconds. Default 5000. */
  readonly timeoutMs?: number;
}

const connectionCheckNames = {
  connectSeconds: true,
  rttSeconds: true,
  requestSeconds: true,
  advisories: true,
  timeoutMs: true,
} as const satisfies OptionNames<ConnectionCheckOptions>;

/**
 * Connects, pings the server, sends itself a message, and closes the connection. `connect` opens the connection, so you
 * can check any transport and credential.
 */
export async function checkConnection(
  connect: () => Promise<NatsConnection>,
  options: ConnectionCheckOptions = {},
): Promise<CheckResult> {
  assertKnownOptions('checkConnection', options, connectionCheckNames);
  return runCheck('connection', 'Connection', async (report) => {
    const startMs = performance.now();
    const nc = await connect();
    try {
      measure(report, {
        metric: {
          name: 'connect_time',
          value: sinceSeconds(startMs),
          unit: 's',
          help: 'Time taken to connect to NATS',
        },
        threshold: options.connectSeconds ?? {},
        worse: 'higher',
        say: (value) => `connected to ${nc.getServer()} in ${seconds(value)}`,
      });
      measure(report, {
        metric: {
          name: 'rtt',
          value: (await nc.rtt()) / 1000,
          unit: 's',
          help: 'The round-trip-time of the connection',
        },
        threshold: options.rttSeconds ?? {},
        worse: 'higher',
        say: (value) => `rtt time ${seconds(value)}`,
      });
      if (options.advisories) measureAdvisories(report, nc.info?.version ?? '', options.advisories);
      const sentMs = performance.now();
      const isSame = await echo(nc, options.timeoutMs ?? 5000);
      if (!isSame) report.critical('did not receive the message that was sent');
      measure(report, {
        metric: {
          name: 'request_time',
          value: sinceSeconds(sentMs),
          unit: 's',
          help: 'Time taken for a message to come back',
        },
        threshold: options.requestSeconds ?? {},
        worse: 'higher',
        say: (value) => `round trip took ${seconds(value)}`,
      });
    } finally {
      await nc.close();
    }
    if (report.isClean) report.ok('connected, pinged and exchanged a message');
  });
}

function measureAdvisories(report: CheckReport, version: string, threshold: Threshold): void {
  const advisories = advisoriesOf(version);
  const ids = advisories.map(({ id }) => id).join(', ');
  const releases = safeReleases(advisories).join(' or ');
  measure(report, {
    metric: {
      name: 'advisories',
      value: advisories.length,
      help: 'Published security advisories of the server release',
    },
    threshold,
    worse: 'higher',
    say: (count) =>
      count === 0
        ? `no advisory for nats-server ${version}`
        : `${count} advisories for nats-server ${version}: ${ids}; take ${releases} or later`,
  });
}

async function echo(nc: NatsConnection, timeoutMs: number): Promise<boolean> {
  const inbox = newInbox(nc);
  const sent = randomBytes(100);
  const subscription = nc.subscribe(inbox, { max: 1, timeout: timeoutMs });
  nc.publish(inbox, sent);
  for await (const message of subscription) return Buffer.compare(sent, message.data) === 0;
  return false;
}

const sinceSeconds = (startMs: number): number => (performance.now() - startMs) / 1000;
