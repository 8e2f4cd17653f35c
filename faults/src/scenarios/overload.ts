import { setTimeout as delay } from 'node:timers/promises';
import { SymphonyClient } from '@symphony-ts/client';
import { isSymphonyError } from '@symphony-ts/contract';
import { startNatsServer } from '@symphony-ts/nats-server';
import { endChild, messageOf, startChild } from '../children.js';
import { quiet } from '../quiet.js';
import { atMost, type Outcome, type Scenario, type Setting } from '../scenario.js';

/** The capacity of the endpoint: its declared concurrency, and the duration of a call. */
const CONCURRENCY = 4;
const WORK_MS = 40;
const PER_SECOND = CONCURRENCY * (1_000 / WORK_MS);
const TIMES = 10;
const DURATION_MS = 8_000;
const TIMEOUT_MS = 2_000;
const TICK_MS = 20;

/** Sends an endpoint ten times as many calls as it can handle. */
export const overload: Scenario = {
  name: 'overload',
  what: 'An endpoint handles four calls at a time. For 8 s it gets ten times as many calls as it can answer. Meanwhile another endpoint of the same process gets a call now and then.',
  run: async (setting) => {
    await using server = await startNatsServer({ jetstream: {} });
    const nats = { servers: server.url };
    const child = startChild('./instance-child.ts', { nats });
    try {
      await messageOf(child);
      await using client = await SymphonyClient.connect({ ...quiet, nats });
      return await run(client, setting);
    } finally {
      await endChild(child, 'SIGKILL');
    }
  },
};

async function run(client: SymphonyClient, { scale, log }: Setting): Promise<Outcome> {
  const ledger = client.extension('ledger');
  const tally = { answered: 0, refused: 0, late: 0, other: new Set<string>() };
  const ask = async (count: number): Promise<void> => {
    try {
      await ledger.invoke('gated', { count, ms: WORK_MS }, { timeoutMs: TIMEOUT_MS });
      tally.answered += 1;
    } catch (error) {
      const status = isSymphonyError(error) ? Object(error).remoteStatus : undefined;
      if (status === 429) tally.refused += 1;
      else if (isSymphonyError(error, 'TIMEOUT')) tally.late += 1;
      else tally.other.add(String(error));
    }
  };
  const others: number[] = [];
  const durationMs = DURATION_MS * scale;
  const began = performance.now();
  const probe = async (): Promise<void> => {
    while (performance.now() - began < durationMs) {
      const at = performance.now();
      await ledger.invoke('echo', { count: 0, ms: 0 });
      others.push(performance.now() - at);
      await delay(50);
    }
  };
  const probing = probe();
  const asked: Promise<void>[] = [];
  for (let due = 0; due < durationMs; due = performance.now() - began) {
    while (asked.length < (due / 1_000) * PER_SECOND * TIMES) asked.push(ask(asked.length));
    await delay(TICK_MS);
  }
  await Promise.all([...asked, probing]);
  const { done } = Object(await ledger.invoke('handled', {})) as { readonly done: number };
  log(`${asked.length} asked, ${done} handled`);
  const can = PER_SECOND * (durationMs / 1_000);
  const inVain = Math.max(0, done - tally.answered);
  const p99 = others.toSorted((a, b) => a - b)[Math.floor(others.length * 0.99)] ?? Number.POSITIVE_INFINITY;
  const share = Math.round((100 * tally.answered) / can);
  return {
    acknowledged: tally.answered,
    goals: [
      { goal: 'calls answered in time, of the capacity: ≥ 80 %', measured: `${share} %`, isMet: share >= 80 },
      atMost('handled calls whose caller got no answer: < 2 %', (100 * inVain) / done, 2, ' %'),
      { goal: 'refused at once, with 429', measured: `${tally.refused}`, isMet: tally.refused > can },
      atMost('other failures: 0', tally.other.size, 0),
      atMost('another endpoint, p99: < 500 ms', p99, 500, ' ms'),
    ],
  };
}
