import { STATUS_TTL_MS, type StatusEntry } from '@symphony-ts/contract';
import { type BoardClock, StatusBoard } from './status-board.js';

class HandClock implements BoardClock {
  time = 1_000_000;
  #timers: { at: number; callback: () => void }[] = [];
  now(): number {
    return this.time;
  }
  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + ms, callback };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }
  advance(ms: number): void {
    this.time += ms;
    const due = this.#timers.filter(({ at }) => at <= this.time);
    this.#timers = this.#timers.filter(({ at }) => at > this.time);
    for (const { callback } of due) callback();
  }
  get pending(): number {
    return this.#timers.length;
  }
}

const entry = (instanceId: string, status: StatusEntry['status'] = 'ok'): StatusEntry => ({
  prefix: 'orders',
  instanceId,
  name: 'Orders',
  version: '1.0.0',
  status,
  started: '2026-01-01T00:00:00.000Z',
  timestamp: '2026-01-01T00:00:00.000Z',
});

const board = (): { clock: HandClock; board: StatusBoard; changes: string[]; ids: () => string[] } => {
  const clock = new HandClock();
  const board = new StatusBoard(clock);
  const changes: string[] = [];
  board.onChange((prefix) => changes.push(prefix));
  return { clock, board, changes, ids: () => board.instances('orders').map((instance) => instance.instanceId) };
};

describe('StatusBoard', () => {
  it('forgets an instance that stops writing, by timer, and says so', () => {
    const { clock, board: on, changes, ids } = board();
    on.set(entry('A'));
    clock.advance(STATUS_TTL_MS / 2);
    on.set(entry('B'));
    clock.advance(STATUS_TTL_MS / 2);
    expect(ids()).toEqual(['B']);
    expect(changes).toEqual(['orders', 'orders', 'orders']);
    clock.advance(STATUS_TTL_MS / 2);
    expect(ids()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('keeps one that writes', () => {
    const { clock, board: on, ids } = board();
    for (let beat = 0; beat < 10; beat += 1) {
      on.set(entry('A'));
      clock.advance(STATUS_TTL_MS / 2);
    }
    expect(ids()).toEqual(['A']);
    expect(clock.pending).toBe(1);
  });

  it('knows whether there is an instance, any or one, until it lapses', () => {
    const { clock, board: on } = board();
    on.set(entry('A'));
    const known = () => [on.hasInstance('orders'), on.hasInstance('orders', 'A'), on.hasInstance('orders', 'B')];
    expect([...known(), on.hasInstance('stock')]).toEqual([true, true, false, false]);
    clock.time += STATUS_TTL_MS; // no timer has fired yet
    expect(known()).toEqual([false, false, false]);
  });

  it('drops a disconnected instance at once', () => {
    const { board: on, ids } = board();
    on.set(entry('A'));
    on.set(entry('A', 'disconnected'));
    expect(ids()).toEqual([]);
  });

  it('counts the age of an entry that was read from the bucket', () => {
    const { clock, board: on, ids } = board();
    on.set(entry('OLD'), STATUS_TTL_MS);
    on.set(entry('HALF'), STATUS_TTL_MS / 2);
    expect(ids()).toEqual(['HALF']);
    clock.advance(STATUS_TTL_MS / 2);
    expect(ids()).toEqual([]);
  });

  it('tells of two processes that take turns to write one entry, and not of a restart', () => {
    const { board: on } = board();
    const shared: unknown[] = [];
    on.onShared(({ process }) => shared.push(process));
    const from = (process: string) => on.set({ ...entry('A'), process });
    for (const process of ['one', 'one', 'two', 'two', 'three']) from(process);
    expect(shared).toEqual([]);
    for (const process of ['two', 'three']) from(process);
    expect(shared).toEqual(['two', 'three']);
  });

  it('knows its instances however the clock on the wall is set', () => {
    const on = new StatusBoard();
    on.set(entry('A'));
    const real = Date.now();
    const now = jest.spyOn(Date, 'now').mockImplementation(() => real + 3_600_000);
    try {
      expect(on.hasInstance('orders', 'A')).toBe(true);
    } finally {
      now.mockRestore();
      on.stop();
    }
  });

  it('leaves no timer behind when stopped', () => {
    const { clock, board: on } = board();
    on.set(entry('A'));
    on.stop();
    expect(clock.pending).toBe(0);
  });
});

describe('a status board that one extension fills', () => {
  it('holds so many instances and no more, and goes on with those it has', () => {
    const { clock, board: full } = board();
    for (let at = 0; at < 1_500; at += 1) full.set(entry(`I${at}`));
    expect(full.instances('orders')).toHaveLength(1_000);
    clock.advance(STATUS_TTL_MS - 1);
    full.set(entry('I0'));
    clock.advance(1);
    expect(full.instances('orders').map(({ instanceId }) => instanceId)).toEqual(['I0']);
    full.set(entry('I1200'));
    expect(full.instances('orders')).toHaveLength(2);
  });
});
