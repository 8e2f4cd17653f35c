import { type LogFields, type Logger, silentLogger } from '@symphony-ts/contract';
import { resolveObservability, Telemetry } from '@symphony-ts/observability';
import { Dispatcher } from '../invoke/dispatcher.js';
import { PendingRequests } from '../invoke/pending-requests.js';
import type { SubscriptionModel } from '../model/extension-model.js';
import type { Handler } from './binding.js';
import { EventHandler } from './event-handler.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An event handler, and what it said. */
function listen(run: Handler, limits: Pick<SubscriptionModel, 'concurrency' | 'maxQueued'> = {}) {
  const lines: (readonly [message: string, fields: LogFields | undefined])[] = [];
  const note = (message: string, fields?: LogFields): void => void lines.push([message, fields]);
  const logger: Logger = { ...silentLogger, warn: note, error: note, child: () => logger };
  const observed = resolveObservability(true);
  if (!observed) throw new Error('it is switched on');
  const telemetry = new Telemetry(observed);
  const pendingRequests = new PendingRequests();
  const handler = new EventHandler(
    {
      subject: 'extensions.flood.came',
      queue: 'flood',
      handler: { kind: 'function', label: 'Flood.came', run },
      ...limits,
    },
    { dispatcher: new Dispatcher(), logger, pendingRequests, resolve: () => run, telemetry },
  );
  const encoder = new TextEncoder();
  return {
    lines,
    pendingRequests,
    finish: () => handler.finish(),
    take: (from: number, to: number): void => {
      for (let index = from; index < to; index += 1) {
        handler.take({ subject: 'extensions.flood.came', data: encoder.encode(String(index)) });
      }
    },
    dropped: () => telemetry.metrics.records.map(({ name, points }) => [name, points] as const),
  };
}

/** A handler whose calls end when the test says so. */
function gated() {
  const begun: number[] = [];
  const signals: AbortSignal[] = [];
  const ends: (() => void)[] = [];
  const run = (index: number, { signal }: { readonly signal: AbortSignal }): Promise<void> => {
    begun.push(index);
    signals.push(signal);
    return new Promise((resolve) => ends.push(resolve));
  };
  return { begun, signals, ends, run };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const counted = (value: number) => [
  ['symphony.events.dropped', [{ attributes: { subject: 'extensions.flood.came', handler: 'Flood.came' }, value }]],
];
const said = (dropped: number) => [
  'events were dropped because too many were waiting',
  { handler: 'Flood.came', subject: 'extensions.flood.came', dropped },
];

describe('an event handler', () => {
  it('runs 1,000 of a burst, lets 10,000 wait in order, and drops, counts and logs the rest', async () => {
    const { begun, ends, run } = gated();
    const { take, lines, dropped, finish, pendingRequests } = listen(run);
    take(0, 20_000);
    expect(begun).toEqual(upTo(1_000));
    expect(pendingRequests.size).toBe(11_000);
    expect(dropped()).toEqual(counted(9_000));
    finish();
    expect(lines).toEqual([said(9_000)]);
    while (begun.length < 11_000) {
      for (const end of ends.splice(0)) end();
      await turn();
    }
    for (const end of ends.splice(0)) end();
    await pendingRequests.idle();
    expect(begun).toEqual(upTo(11_000));
  });

  it('drops none of a burst whose handlers end at once', async () => {
    const seen: number[] = [];
    const { take, lines, dropped, finish, pendingRequests } = listen((index: number) => void seen.push(index), {
      concurrency: 1,
      maxQueued: 5,
    });
    take(0, 50_000);
    await pendingRequests.idle();
    finish();
    expect(seen).toEqual(upTo(50_000));
    expect(dropped()).toEqual([]);
    expect(lines).toEqual([]);
  });

  it.each([
    [1, 0],
    [3, 0],
    [2, 4],
  ])('runs at most %d, and lets at most %d wait', async (concurrency, maxQueued) => {
    const { begun, ends, run } = gated();
    const { take, dropped, pendingRequests } = listen(run, { concurrency, maxQueued });
    take(0, 20);
    expect(begun).toEqual(upTo(concurrency));
    expect(dropped()).toEqual(counted(20 - concurrency - maxQueued));
    while (pendingRequests.size > 0) {
      for (const end of ends.splice(0)) end();
      await turn();
    }
    take(20, 21);
    while (begun.length <= concurrency + maxQueued) await turn();
    expect(begun).toEqual([...upTo(concurrency + maxQueued), 20]);
    ends[0]?.();
    await pendingRequests.idle();
  });

  it('goes on after handlers that fail', async () => {
    const seen: number[] = [];
    const { take, lines, pendingRequests } = listen(
      (index: number) => {
        seen.push(index);
        if (index === 0) throw new Error('at once');
        return Promise.reject(new Error('later'));
      },
      { concurrency: 1 },
    );
    take(0, 3);
    await pendingRequests.idle();
    expect(seen).toEqual([0, 1, 2]);
    expect(lines.map(([, fields]) => String(fields?.['err']))).toEqual([
      'Error: at once',
      'Error: later',
      'Error: later',
    ]);
  });

  it('drops what waits, and aborts what runs, when the extension waits no longer', async () => {
    const { begun, signals, ends, run } = gated();
    const { take, lines, dropped, finish, pendingRequests } = listen(run, { concurrency: 2 });
    take(0, 5);
    while (begun.length < 2) await turn();
    pendingRequests.expireAll();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(pendingRequests.size).toBe(2);
    for (const end of ends) end();
    await pendingRequests.idle();
    await turn();
    expect(begun).toEqual([0, 1]);
    expect(dropped()).toEqual(counted(3));
    finish();
    expect(lines).toEqual([said(3)]);
  });
});
