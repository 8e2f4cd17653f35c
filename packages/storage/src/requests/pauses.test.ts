import { Pauses } from './pauses.js';

describe('Pauses', () => {
  const isOrders = (subject: string): boolean => subject.startsWith('orders.');
  let ended: number;
  let pauses: Pauses;
  beforeEach(() => {
    ended = 0;
    pauses = new Pauses(() => void (ended += 1));
  });
  afterEach(() => pauses.endAll());

  it('hold what they are about, until they are ended, once', () => {
    pauses.begin('a', isOrders, 60_000);
    expect([pauses.hold('orders.list'), pauses.hold('stock.list')]).toEqual([true, false]);
    pauses.end('a');
    pauses.end('a');
    expect([pauses.hold('orders.list'), ended]).toEqual([false, 1]);
  });

  it('end on their own', async () => {
    await new Promise<void>((resolve) => {
      pauses = new Pauses(resolve);
      pauses.begin('a', isOrders, 1);
    });
    expect(pauses.hold('orders.list')).toBe(false);
  });

  it.each([
    [60_000, 60_000, false],
    [60_000, 180_000, true],
  ])('of %d ms hold a request with %d ms left: %s', (ms, timeoutMs, isHeld) => {
    pauses.begin('a', isOrders, ms);
    expect(pauses.hold('orders.list', timeoutMs)).toBe(isHeld);
  });

  it('last while another one about the same does', () => {
    pauses.begin('a', isOrders, 60_000);
    pauses.begin('b', isOrders, 60_000);
    pauses.end('a');
    expect(pauses.hold('orders.list')).toBe(true);
  });

  it('hold no request that only one of two leaves enough time', () => {
    pauses.begin('a', isOrders, 60_000);
    pauses.begin('b', isOrders, 180_000);
    expect([180_000, 600_000].map((leftMs) => pauses.hold('orders.list', leftMs))).toEqual([false, true]);
  });

  it('are not made longer by a second announcement', async () => {
    await new Promise<void>((resolve) => {
      pauses = new Pauses(resolve);
      pauses.begin('a', isOrders, 1);
      pauses.begin('a', isOrders, 600_000);
    });
    expect(pauses.hold('orders.list')).toBe(false);
  });

  it('are limited in number', () => {
    for (let count = 0; count < 200; count += 1) pauses.begin(`id ${count}`, () => false, 60_000);
    pauses.begin('one more', isOrders, 60_000);
    expect(pauses.hold('orders.list')).toBe(false);
  });
});
