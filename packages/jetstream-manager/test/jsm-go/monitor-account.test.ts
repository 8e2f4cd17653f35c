/** What `monitor/js_account_test.go` and `js_account_internal_test.go` of jsm.go assert. */
import type { JetStreamAccountStats } from '@nats-io/jetstream';
import { checkStreamPeers } from '../../src/checks/stream-peers.js';
import { type AccountCheckOptions, checkAccountUsage, renderCheck, type StreamCheckOptions } from '../../src/index.js';
import { type Findings, findingsOf, resultOf, type StreamParts, streamInfo } from '../support/check-inputs.js';

const defaults: AccountCheckOptions = {
  memoryPercent: { warning: 75, critical: 90 },
  storagePercent: { warning: 75, critical: 90 },
};

interface Usage {
  readonly memory?: number;
  readonly streams?: number;
  readonly consumers?: number;
  readonly hasLimits?: boolean;
}

function usage({ memory = 128, streams = 10, consumers = 100, hasLimits = true }: Usage): JetStreamAccountStats {
  const limits = hasLimits ? [1024, 20_480, 200, 1000] : [-1, -1, -1, -1];
  const [max_memory, max_storage, max_streams, max_consumers] = limits;
  // This type is true: the check reads no other field.
  return {
    memory,
    storage: 1024,
    streams,
    consumers,
    limits: { max_memory, max_storage, max_streams, max_consumers },
  } as JetStreamAccountStats;
}

describe('TestCheckJetStreamAccount', () => {
  it.each<[string, Usage, AccountCheckOptions, Findings]>([
    ['no fault without limits', { hasLimits: false }, {}, {}],
    ['no fault below the thresholds', {}, {}, {}],
    ['usage above a limit', { streams: 300 }, {}, { criticals: ["streams: above the account's limit"] }],
    [
      'thresholds in the wrong order',
      {},
      { memoryPercent: { warning: 90, critical: 80 } },
      { criticals: ['memory: the warning has to be below the critical bound'] },
    ],
    ['memory above the warning', { memory: 800 }, {}, { warnings: ['78% memory'] }],
    ['memory above the critical bound', { memory: 960 }, {}, { criticals: ['93% memory'] }],
    ['streams above the warning', {}, { streamsPercent: { warning: 4, critical: 8 } }, { warnings: ['5% streams'] }],
    [
      'streams above the critical bound',
      { streams: 180 },
      { streamsPercent: { warning: 70, critical: 85 } },
      { criticals: ['90% streams'] },
    ],
    [
      'consumers above the warning',
      {},
      { consumersPercent: { warning: 8, critical: 15 } },
      { warnings: ['10% consumers'] },
    ],
    [
      'consumers above the critical bound',
      { consumers: 900 },
      { consumersPercent: { warning: 70, critical: 85 } },
      { criticals: ['90% consumers'] },
    ],
  ])('finds %s', (_, used, options, found) => {
    const { criticals, warnings } = findingsOf((report) =>
      checkAccountUsage(usage(used), { ...defaults, ...options }, report),
    );
    expect({ criticals, warnings }).toEqual({ criticals: [], warnings: [], ...found });
  });

  it.each<[string, Usage, string]>([
    [
      'limits',
      {},
      'memory=128B memory_pct=12%;75;90 storage=1024B storage_pct=5%;75;90 streams=10 streams_pct=5%' +
        ' consumers=100 consumers_pct=10%',
    ],
    [
      'no limits',
      { hasLimits: false },
      'memory=128B memory_pct=0%;75;90 storage=1024B storage_pct=0%;75;90 streams=10 streams_pct=0%' +
        ' consumers=100 consumers_pct=0%',
    ],
  ])('measures usage with %s', (_, used, line) => {
    const result = resultOf((report) => checkAccountUsage(usage(used), defaults, report));
    expect(renderCheck(result, 'nagios')).toContain(`| ${line}`);
  });
});

describe('TestCheckStreamClusterHealth', () => {
  const bounds = { peerSeenCritical: 60, peerLagCritical: 100 };
  const second = 1e9;
  const well = { active: second, lag: 5 };
  const led = (...peers: NonNullable<StreamParts['peers']>): StreamParts => ({ replicas: 3, leader: 'L', peers });
  it.each<[string, StreamParts, StreamCheckOptions, boolean]>([
    ['a stream with one replica', {}, bounds, true],
    ['a stream without leader', { replicas: 3, peers: [{}, {}] }, bounds, false],
    ['fewer replicas than configured', led(well), bounds, false],
    ['an offline replica', led({ ...well, offline: true }, well), bounds, false],
    ['a lagged replica', led({ active: second, lag: 200 }, well), bounds, false],
    ['any lag without a bound', led({ active: second, lag: 99_999 }, well), { peerSeenCritical: 60 }, true],
    ['a replica not seen in time', led({ active: 120 * second }, well), bounds, false],
    ['any silence without a bound', led({ active: 999 * second }, well), { peerLagCritical: 100 }, true],
    ['replicas that are well', led(well, well), bounds, true],
  ])('tells whether it is well: %s', (_, parts, options, isWell) => {
    const found = findingsOf((report) => checkStreamPeers(streamInfo(parts), options, report));
    expect(found.criticals.length === 0).toBe(isWell);
  });
});
