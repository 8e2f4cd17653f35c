import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { startNatsServer } from '@symphony-ts/nats-server';
import { type KeyValueBucket, openBucket } from '@symphony-ts/storage';
import { type Lanes, startLanes } from '../lanes.js';
import { withLedgers } from '../ledger-instances.js';
import { type Proxy, startProxy } from '../proxy.js';
import { quiet } from '../quiet.js';
import { atMost, none, type Outcome, type Scenario } from '../scenario.js';
import { waitUntil } from '../wait-until.js';

const ROUNDS = 2;
const NOTICED_MS = 10_000;
const SETTLE_MS = 1_000;
const ROUGH_MS = 12_000;
const LATENCY_MS = 150;
/** Longer than the longest pause between two resets and the reconnect after it. */
const CALL_MS = 5_000;

/** Leaves a caller with a connection that only its own end considers open. */
export const halfOpenLink: Scenario = {
  name: 'half-open-link',
  what: 'Twice, the link between a caller and its server stays open, but passes no data any more. Meanwhile there are calls and writes.',
  run: (setting) =>
    behindProxy(async ({ client, proxy, bucket }) => {
      const stored = new Set<string>();
      const lanes = startLanes(kindsOf({ client, bucket, stored }));
      const noticed: number[] = [];
      const recovered: number[] = [];
      for (let round = 0; round < ROUNDS * setting.scale; round += 1) {
        await delay(SETTLE_MS);
        let isNoticed = false;
        const stop = client.connection.onStatus(({ kind }) => {
          if (kind === 'disconnected') isNoticed = true;
        });
        proxy.halfOpen();
        const began = performance.now();
        await waitUntil('the link is known to be dead', () => isNoticed, 10 * NOTICED_MS);
        noticed.push(performance.now() - began);
        stop();
        await client.extension('ledger').invoke('echo', { count: 0 });
        recovered.push(performance.now() - began);
        setting.log(`noticed after ${Math.round(noticed.at(-1) ?? 0)} ms`);
      }
      const { acknowledged, lost, failures } = await settle(lanes, { bucket, stored });
      const [noticedMs, recoveredMs] = [Math.max(...noticed), Math.max(...recovered)];
      return {
        acknowledged,
        lost,
        noticedMs,
        recoveredMs,
        goals: [
          atMost('noticed: < 10 s', noticedMs, NOTICED_MS, ' ms'),
          atMost('calls are answered again: < 12 s', recoveredMs, 1.2 * NOTICED_MS, ' ms'),
          none('acknowledged and lost: 0', lost),
          failures,
        ],
      };
    }),
};

/** Sends calls and writes over a link with latency that is often reset. */
export const roughLink: Scenario = {
  name: 'rough-link',
  what: 'The link between a caller and its server takes 150 ms in each direction, and is reset every one to three seconds. Meanwhile there are calls and writes.',
  run: (setting) =>
    behindProxy(async ({ client, proxy, bucket }) => {
      const { random, log, scale } = setting;
      proxy.delay(LATENCY_MS);
      const stored = new Set<string>();
      const lanes = startLanes(kindsOf({ client, bucket, stored }));
      let resets = 0;
      for (const began = performance.now(); performance.now() - began < ROUGH_MS * scale; resets += 1) {
        await delay(1_000 + random.whole(2_000));
        proxy.reset();
      }
      proxy.delay(0);
      log(`${resets} resets`);
      const { acknowledged, lost, failures } = await settle(lanes, { bucket, stored });
      return { acknowledged, lost, goals: [none('acknowledged and lost: 0', lost), failures] };
    }),
};

interface Site {
  readonly client: SymphonyClient;
  readonly proxy: Proxy;
  readonly bucket: KeyValueBucket;
}

/** An instance with a good link, and a caller behind a proxy. */
async function behindProxy(work: (site: Site) => Promise<Outcome>): Promise<Outcome> {
  await using server = await startNatsServer({ jetstream: {} });
  await using proxy = await startProxy(() => server.port);
  const connecting = () => Promise.resolve({ nats: { servers: server.url } });
  return await withLedgers(1, connecting, async () => {
    await using client = await SymphonyClient.connect({ ...quiet, nats: { servers: proxy.url } });
    return await work({ client, proxy, bucket: await openBucket(client.connection.nc, 'ledger_items') });
  });
}

interface Written {
  readonly bucket: KeyValueBucket;
  /** The keys whose writes were acknowledged. */
  readonly stored: Set<string>;
}

function kindsOf({ client, bucket, stored }: Written & Pick<Site, 'client'>) {
  const put = async (key: string): Promise<void> => {
    await bucket.put(key, key);
    stored.add(key);
  };
  const ledger = client.extension('ledger');
  return {
    calls: {
      call: (count: number) => ledger.invoke('echo', { count }, { timeoutMs: CALL_MS }),
      callers: 4,
      pauseMs: 40,
    },
    writes: { call: (count: number) => put(`lane.${count}`), callers: 4, pauseMs: 40 },
  };
}

/** Ends the calls and counts. Each failure must say whether the request was sent, and all acknowledged writes must exist. */
async function settle(lanes: Lanes<'calls' | 'writes'>, { bucket, stored }: Written) {
  await delay(SETTLE_MS);
  const { calls, writes } = await lanes.stop();
  const kept = new Set<string>();
  for await (const key of bucket.keys('lane.*')) kept.add(key);
  const lost = [...stored].filter((key) => !kept.has(key)).length;
  const codes = [...calls.failures, ...writes.failures];
  const untold = codes.filter(([code]) => code !== 'DISCONNECTED' && code !== 'TIMEOUT');
  return {
    acknowledged: calls.answered + writes.answered,
    lost,
    failures: {
      goal: 'each failure says that the request may have been handled, or that it was not sent',
      measured: codes.map(([code, count]) => `${code} × ${count}`).join(', ') || 'nothing failed',
      isMet: untold.length === 0,
    },
  };
}
