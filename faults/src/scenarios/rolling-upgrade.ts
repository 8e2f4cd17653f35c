import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { silentLogger } from '@symphony-ts/contract';
import { createApplication } from '@symphony-ts/extension';
import { findNatsServer, type NatsCluster, startNatsCluster } from '@symphony-ts/nats-server';
import { operatorConfig, type Platform, startPlatform } from '@symphony-ts/platform';
import { failedOf, formatFailures, startLanes } from '../lanes.js';
import { Ledger } from '../ledger.js';
import type { Goal, Outcome, Scenario, Setting } from '../scenario.js';
import { waitUntil } from '../wait-until.js';

const INSTANCES = 2;
const SETTLE_MS = 2_000;
/** After that time a server sends its clients away, and ends when they have gone. */
const GRACE = 'lame_duck_grace_period: "2s"\nlame_duck_duration: "30s"';

/** Restarts each node of a cluster by lame duck, under calls of every kind. */
export const rollingUpgrade: Scenario = {
  name: 'rolling-upgrade',
  what: 'Each node of a cluster of three goes into lame duck mode, ends, and is started again, under calls over NATS and HTTP, and writes.',
  run: async (setting) => {
    const folder = await mkdtemp(join(tmpdir(), 'symphony-faults-'));
    try {
      return await run(folder, setting);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function run(folder: string, setting: Setting): Promise<Outcome> {
  const keysDir = join(folder, 'keys');
  const { jwt, systemAccount, preload, maxControlLineBytes } = await operatorConfig(keysDir);
  const { path } = await findNatsServer();
  const binary = join(folder, 'nats-server');
  await symlink(path, binary);
  await using cluster = await startNatsCluster({
    binary,
    operator: { jwt, systemAccount, resolver: { type: 'full', preload } },
    limits: { maxControlLineBytes },
    config: GRACE,
  });
  await using platform = await startPlatform({
    keysDir,
    dataDir: join(folder, 'platform'),
    natsUrl: cluster.clientUrls,
    dev: { grantDeclared: true, allowVulnerableServer: true },
    logger: silentLogger,
  });
  return await underCalls(platform, () => restartInTurn(cluster, setting), setting);
}

/** Sends each server's clients away in good order, and starts it again when it has ended. */
async function restartInTurn(cluster: NatsCluster, { log, scale }: Setting): Promise<void> {
  for (let round = 0; round < scale; round += 1) {
    for (const [index, server] of cluster.servers.entries()) {
      const began = performance.now();
      if (server.pid !== undefined) process.kill(server.pid, 'SIGUSR2');
      await waitUntil(`${server.name} ends`, () => server.pid === undefined, 60_000);
      log(`${server.name} ended after ${Math.round(performance.now() - began)} ms`);
      await cluster.restartNode(index);
      log(`${server.name} runs again`);
      await delay(SETTLE_MS);
    }
  }
}

/** Has everything called while `change` goes on. */
async function underCalls(platform: Platform, change: () => Promise<void>, { log }: Setting): Promise<Outcome> {
  const start = async (): Promise<AsyncDisposable> => {
    const { token } = await platform.keys.create({ name: 'ledger', prefix: 'ledger', kind: 'extension' });
    const application = await createApplication(Ledger, {
      token,
      address: platform.httpUrl,
      env: {},
      logger: silentLogger,
      signals: false,
    });
    await application.start();
    return { [Symbol.asyncDispose]: () => application.stop() };
  };
  const instances: AsyncDisposable[] = [];
  for (let count = 0; count < INSTANCES; count += 1) instances.push(await start());
  const { token } = await platform.keys.create({ name: 'caller', kind: 'client' });
  await using client = await SymphonyClient.connect({
    token,
    address: platform.httpUrl,
    env: {},
    logger: silentLogger,
  });
  const ledger = client.extension('ledger');
  const http = async (count: number): Promise<void> => {
    const response = await fetch(`${platform.httpUrl}/api/v1/services/ledger/echo`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ count }),
    });
    if (response.status !== 200) throw new Error(`HTTP ${response.status} ${(await response.text()).slice(0, 120)}`);
    await response.arrayBuffer();
  };
  const lanes = startLanes({
    'calls over NATS': { call: (count) => ledger.invoke('echo', { count }), callers: 8, pauseMs: 10 },
    'calls over HTTP': { call: http, callers: 4, pauseMs: 20 },
    writes: { call: (count) => ledger.invoke('write', { count }), callers: 2, pauseMs: 20 },
    'calls of the platform': { call: () => client.info(), callers: 2, pauseMs: 20 },
    'new keys': {
      call: (count) => platform.keys.create({ name: `key ${count}`, kind: 'client' }),
      callers: 1,
      pauseMs: 200,
    },
  });
  await delay(SETTLE_MS);
  await change();
  await delay(SETTLE_MS);
  const tallies = await lanes.stop();
  for (const [name, tally] of Object.entries(tallies)) {
    log(
      `${name}: ${tally.answered}, longest gap ${Math.round(tally.longestGapMs)} ms, failed ${formatFailures(tally)}`,
    );
  }
  for (const instance of instances) await instance[Symbol.asyncDispose]();
  const all = Object.values(tallies);
  const lost = all.reduce((sum, tally) => sum + failedOf(tally), 0);
  const goals = Object.entries(tallies).map(
    ([name, tally]): Goal => ({
      goal: `${name} that failed: 0`,
      measured: `${formatFailures(tally)} of ${failedOf(tally) + tally.answered}`,
      isMet: failedOf(tally) === 0,
    }),
  );
  return { acknowledged: all.reduce((sum, { answered }) => sum + answered, 0), lost, goals };
}
