import { randomUUID } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { emptyLedger } from '../src/usage/ledger.js';
import type { License } from '../src/usage/license.js';
import { UsageMeter } from '../src/usage/usage-meter.js';
import { recordKey, UsageRecord } from '../src/usage/usage-record.js';
import { ledgerKeys, openUsageState, type UsageState } from '../src/usage/usage-state.js';

let server: NatsServer;
let nc: NatsConnection;
const states: UsageState[] = [];

const license: License = {
  id: 'L',
  customer: undefined,
  issuedAt: 0,
  expiresAt: Number.MAX_SAFE_INTEGER,
  units: 1e9,
  graceMs: 0,
  shares: {},
  rates: { orders: { rows: 1 } },
};
const parts = (state: UsageState) => ({
  state,
  licenses: async () => [license],
  isCharging: true,
  now: Date.now,
  newId: randomUUID,
  logger: silentLogger,
});

/** A replica with its own copy of the state. */
async function replica(): Promise<UsageState> {
  const state = await openUsageState({ nc, replicas: 1, logger: silentLogger });
  states.push(state);
  return state;
}
async function storedKeys(state: UsageState): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of state.records.keys()) keys.push(key);
  return keys;
}

beforeAll(async () => {
  server = await startNatsServer({ jetstream: true });
  nc = await connect({ servers: server.url });
});
afterEach(async () => {
  for (const state of states.splice(0)) state.stop();
  const { streams } = await jetstreamManager(nc);
  for await (const { config } of streams.list()) await streams.delete(config.name);
});
afterAll(async () => {
  await nc.close();
  await server.stop();
});

const record = (id: string) =>
  UsageRecord.parse({
    id,
    timestamp: new Date().toISOString(),
    prefix: 'orders',
    dimensions: { rows: 1 },
    units: 1,
    charges: [],
  });

describe('UsageMeter', () => {
  it('neither loses nor repeats what four replicas count at once', async () => {
    const meters = await Promise.all([1, 2, 3, 4].map(async () => new UsageMeter(parts(await replica()))));
    const reports = Array.from({ length: 40 }, (_, index) => ({ prefix: 'orders', dimensions: { rows: index + 1 } }));
    await Promise.all(meters.flatMap((meter) => reports.map((report) => meter.count(report))));
    const fresh = await replica();
    expect(fresh.ledger.get(ledgerKeys.ledger)?.ledger?.used).toEqual({ L: 4 * 820 });
    expect(await storedKeys(fresh)).toHaveLength(160);
  });

  it('counts once where the answer to its write was lost', async () => {
    const state = await replica();
    const { ledger } = state;
    let isLost = false;
    const lossy = {
      get: (key: string) => ledger.get(key),
      update: async (...given: Parameters<typeof ledger.update>) => {
        const row = await ledger.update(...given);
        if (isLost) return row;
        isLost = true;
        throw new Error('the answer was lost');
      },
    };
    const meter = new UsageMeter(
      parts({ ...state, ledger: Object.assign(Object.create(ledger) as typeof ledger, lossy) }),
    );
    expect(await meter.count({ prefix: 'orders', dimensions: { rows: 7 } })).toBe(7);
    expect(isLost).toBe(true);
    expect((await replica()).ledger.get(ledgerKeys.ledger)?.ledger).toMatchObject({ used: { L: 7 } });
    expect(await storedKeys(state)).toHaveLength(1);
  });

  it('stores what a replica that died has counted and not stored', async () => {
    const state = await replica();
    const [left, done] = [record('left'), record('done')];
    await state.records.create(recordKey(done), { ...done, unit: 'sales', attribution: 'manual' });
    await state.ledger.put(ledgerKeys.ledger, { ledger: { ...emptyLedger, outbox: [left, done] } });

    await new UsageMeter(parts(state)).settle();
    expect((await state.records.get(recordKey(left)))?.value).toEqual(left);
    expect((await state.records.get(recordKey(done)))?.value).toMatchObject({ attribution: 'manual' });
  });

  it('keeps the ledger small while it counts', async () => {
    const state = await replica();
    const meter = new UsageMeter(parts(state));
    for (let index = 0; index < 20; index += 1) await meter.count({ prefix: 'orders', dimensions: { rows: 1 } });
    expect(meter.ledger().outbox).toHaveLength(1);
    expect(meter.ledger().used).toEqual({ L: 20 });
  });

  it('records and charges nothing where licensing is off', async () => {
    const state = await replica();
    const meter = new UsageMeter({ ...parts(state), isCharging: false });
    expect(await meter.count({ prefix: 'orders', dimensions: { anything: 7 } })).toBe(0);
    expect(meter.ledger()).toMatchObject({ used: {}, unknown: {} });
    expect(await storedKeys(state)).toHaveLength(1);
  });
});
