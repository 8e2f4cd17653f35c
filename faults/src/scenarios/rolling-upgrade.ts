import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { SymphonyClient } from '@symphony-ts/client';
import {
  findNatsServer,
  type NatsCluster,
  type NatsClusterOptions,
  obtainNatsServer,
  startNatsCluster,
} from '@symphony-ts/nats-server';
import { operatorConfig, startPlatform } from '@symphony-ts/platform';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { callOverHttp } from '../call-over-http.js';
import { inFolder } from '../in-folder.js';
import { type Kind, outcomeOf, underLanes } from '../lanes.js';
import { withLedgers } from '../ledger-instances.js';
import { patiently } from '../patiently.js';
import { quiet } from '../quiet.js';
import { restartInTurn } from '../restart-in-turn.js';
import type { Outcome, Scenario, Setting } from '../scenario.js';

const INSTANCES = 2;
/** After this time a server in lame duck mode closes its clients' connections in turn. It ends when all are gone. */
const config = 'lame_duck_grace_period: "2s"\nlame_duck_duration: "30s"';

/** Restarts each node of a platform's cluster with lame duck mode, during calls of every kind. */
export const rollingUpgrade: Scenario = {
  name: 'rolling-upgrade',
  what: 'A platform runs on a cluster of three nodes. Each node goes into lame duck mode, ends, and is started again. Meanwhile there are calls over NATS and HTTP, and writes.',
  run: (setting) => inFolder((folder) => withPlatform(folder, setting)),
};

/** Replaces the release of each node of a cluster, during calls and writes. */
export const releaseUpgrade: Scenario = {
  name: 'release-upgrade',
  what: 'A cluster of three nodes runs without a platform. Each node goes into lame duck mode, ends, and is started again with another release: from the oldest installed one to the named one.',
  run: (setting) => inFolder((folder) => withoutPlatform(folder, setting)),
};

async function withPlatform(folder: string, setting: Setting): Promise<Outcome> {
  const keysDir = join(folder, 'keys');
  const { jwt, systemAccount, preload, maxControlLineBytes } = await operatorConfig(keysDir);
  const operator = { jwt, systemAccount, resolver: { type: 'full', preload } } as const;
  await using cluster = await startCluster({ operator, limits: { maxControlLineBytes } });
  await using platform = await startPlatform({
    keysDir,
    dataDir: join(folder, 'platform'),
    natsUrl: cluster.clientUrls,
    dev: { grantDeclared: true, allowVulnerableServer: true },
    logger: quiet.logger,
  });
  const address = platform.httpUrl;
  const { token } = await platform.keys.create({ name: 'caller', kind: 'client' });
  const connecting = async (): Promise<{ token: string; address: string }> => {
    const key = await platform.keys.create({ name: 'ledger', prefix: 'ledger', kind: 'extension' });
    return { token: key.token, address };
  };
  await using client = await SymphonyClient.connect({ ...quiet, token, address });
  const kinds = {
    ...callsOf(client),
    'calls over HTTP': { call: (count: number) => callOverHttp(address, token, count), callers: 4, pauseMs: 20 },
    'calls of the platform': { call: () => client.info(), callers: 2, pauseMs: 20 },
    'new keys': {
      call: (count: number) => platform.keys.create({ name: `key ${count}`, kind: 'client' }),
      callers: 1,
      pauseMs: 200,
    },
  };
  const change = (): Promise<void> => restartInTurn(cluster, setting);
  return outcomeOf(await withLedgers(INSTANCES, connecting, () => underLanes(kinds, change, setting)));
}

async function withoutPlatform(folder: string, setting: Setting): Promise<Outcome> {
  const binary = join(folder, 'nats-server');
  const from = await obtainNatsServer('oldest');
  const to = await findNatsServer();
  setting.log(`from ${from.version} to ${to.version}`);
  await symlink(from.path, binary);
  const replace = async (): Promise<void> => {
    await rm(binary);
    await symlink(to.path, binary);
  };
  await using cluster = await startCluster({ binary });
  const nats = { servers: [...cluster.clientUrls] };
  await using client = await SymphonyClient.connect({ ...quiet, nats });
  const { nc } = client.connection;
  // Without a platform, an extension creates its buckets with one copy. It does not change buckets with more copies.
  for (const name of ['own', 'ledger_items']) await patiently(() => ensureBucket(nc, { name }, { replicas: 3 }));
  const bucket = await openBucket(nc, 'own');
  const entries = (count: number) =>
    Array.from({ length: 50 }, (_, index) => [`all.${count}.${index}`, index] as const);
  const kinds = {
    ...callsOf(client),
    puts: { call: (count: number) => bucket.put(`one.${count}`, count), callers: 2, pauseMs: 20 },
    reads: { call: () => bucket.get('one.1'), callers: 2, pauseMs: 20 },
    batches: {
      call: async (count: number): Promise<void> => {
        for (const error of (await bucket.putAll(entries(count))).errors.values()) throw error;
      },
      callers: 1,
      pauseMs: 200,
    },
  };
  const change = (): Promise<void> => restartInTurn(cluster, setting, replace);
  const connecting = () => Promise.resolve({ nats });
  return outcomeOf(await withLedgers(INSTANCES, connecting, () => underLanes(kinds, change, setting)));
}

const startCluster = (options: NatsClusterOptions): Promise<NatsCluster> => startNatsCluster({ ...options, config });

const callsOf = (client: SymphonyClient) => {
  const ledger = client.extension('ledger');
  return {
    'calls over NATS': { call: (count) => ledger.invoke('echo', { count }), callers: 8, pauseMs: 10 },
    writes: { call: (count) => ledger.invoke('write', { count }), callers: 2, pauseMs: 20 },
  } as const satisfies Record<string, Kind>;
};
