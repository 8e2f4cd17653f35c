import { Dispatcher } from './dispatcher.js';
import { Lane, type LaneOptions, type Waiting } from './lane.js';

interface Job extends Waiting {
  readonly name: string;
}

const job = (name: string, rest: Partial<Waiting> = {}): Job => ({
  name,
  deadlineAt: Infinity,
  bytes: 10,
  isOver: false,
  ...rest,
});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A lane whose jobs take time of a clock that stands still, and what became of them. */
function lanes(costMs = 4) {
  const clock = { ms: 0, costMs };
  const dispatcher = new Dispatcher(() => clock.ms);
  const begun: string[] = [];
  const dropped: string[] = [];
  const leave: (() => void)[] = [];
  const create = (options: Partial<LaneOptions<Job>> = {}, isAsync = false) =>
    new Lane<Job>({
      dispatcher,
      concurrency: 2,
      maxQueued: 3,
      start: ({ name }, done) => {
        begun.push(name);
        clock.ms += clock.costMs;
        if (isAsync) leave.push(done);
        return isAsync;
      },
      drop: ({ name }) => void dropped.push(name),
      ...options,
    });
  return { clock, create, begun, dropped, leave };
}

const offer = (lane: Lane<Job>, work: Job): number | undefined => {
  if (!lane.isOpen()) return lane.wait(work);
  lane.begin(work);
  return undefined;
};

describe('Lane', () => {
  it('begins work at once while the turn has time, then in the turns that follow, in order', async () => {
    const { create, begun } = lanes();
    const lane = create({ maxQueued: 10 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) expect(offer(lane, job(name))).toBeUndefined();
    expect(begun).toEqual(['a', 'b', 'c']);
    expect(lane.queued).toBe(2);
    while (lane.queued > 0) await turn();
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('leaves other lanes their share', async () => {
    const { create, begun } = lanes();
    const [flooded, quiet] = [create({ maxQueued: 100 }), create()];
    for (let index = 0; index < 20; index += 1) offer(flooded, job(`f${index}`));
    offer(quiet, job('quiet'));
    while (quiet.queued > 0) await turn();
    expect(begun.indexOf('quiet')).toBeLessThan(6);
  });

  it('has no more under way than it may, and goes on when one leaves', async () => {
    const { create, begun, leave } = lanes(0);
    const lane = create({}, true);
    for (const name of ['a', 'b', 'c']) offer(lane, job(name));
    await turn();
    expect(begun).toEqual(['a', 'b']);
    leave[0]?.();
    while (begun.length < 3) await turn();
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it.each<[string, Partial<LaneOptions<Job>>, Partial<Waiting>]>([
    ['its number', { maxQueued: 3 }, {}],
    ['its bytes', { maxQueued: 100 }, { bytes: 5 * 1024 * 1024 }],
  ])('refuses what is beyond the bound of %s, at once', (_what, options, rest) => {
    const { create } = lanes(0);
    const lane = create({ concurrency: 1, ...options }, true);
    const answers = ['a', 'b', 'c', 'd', 'e'].map((name) => offer(lane, job(name, rest)));
    expect(answers).toEqual([undefined, undefined, undefined, undefined, 1_000]);
  });

  it('refuses what would wait for more than 60 % of its time, once it knows its pace', async () => {
    const { clock, create, leave } = lanes(0);
    const lane = create({ concurrency: 1, maxQueued: 100 }, true);
    for (const name of ['a', 'b', 'c', 'd']) offer(lane, job(name));
    clock.ms += 100;
    leave[0]?.();
    while (lane.queued > 2) await turn();
    // Two wait, and one leaves every 100 ms.
    expect(lane.wait(job('in time', { deadlineAt: clock.ms + 501 }))).toBeUndefined();
    expect(lane.wait(job('too late', { deadlineAt: clock.ms + 501 }))).toBe(400);
    expect(lane.wait(job('patient'))).toBeUndefined();
  });

  it.each([
    [1, 100],
    [10, 500],
    [500, 2_000],
  ])('tells of a wait by how long the queue takes: %d at once, %d ms each', async (concurrency, takesMs) => {
    const { clock, create, leave } = lanes(0);
    const lane = create({ concurrency, maxQueued: 1_000 }, true);
    for (let count = 0; count < concurrency + 1_000; count += 1) offer(lane, job(`${count}`));
    while (leave.length < concurrency) await turn();
    // All that were under way end in the same moment.
    clock.ms += takesMs;
    for (const done of leave.splice(0)) done();
    while (leave.length < concurrency) await turn();
    let retryAfterMs: number | undefined;
    while (retryAfterMs === undefined) retryAfterMs = lane.wait(job('more'));
    expect(lane.queued).toBe(1_000);
    expect(retryAfterMs).toBe(Math.ceil((1_001 * takesMs) / concurrency));
  });

  it('begins nothing that was given up, and drops what cannot be done in time', async () => {
    const { clock, create, begun, dropped, leave } = lanes(0);
    const lane = create({ concurrency: 1, maxQueued: 100 }, true);
    const given = job('given up');
    const late = job('late', { deadlineAt: 450 });
    for (const work of [job('a'), job('b'), job('c'), job('d'), given, late, job('e')]) offer(lane, work);
    for (const index of [0, 1, 2, 3]) {
      if (index === 3) Object.assign(given, { isOver: true });
      clock.ms += 100;
      leave[index]?.();
      while (begun.length < index + 2) await turn();
    }
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(dropped).toEqual(['late']);
  });

  it.each([0, 1, 2])(
    'neither refuses nor drops anything because of one stall of the event loop, after %d pieces',
    async (index) => {
      const { clock, create, begun, dropped } = lanes(12);
      const lane = create({ maxQueued: 100 });
      for (const name of ['a', 'b', 'c', 'd']) offer(lane, job(name));
      for (let turns = 0; lane.queued > 0; turns += 1) {
        if (turns === index) clock.ms += 2_000;
        await turn();
      }
      for (const name of ['e', 'f', 'g', 'h']) {
        expect(offer(lane, job(name, { deadlineAt: clock.ms + 1_000 }))).toBeUndefined();
      }
      expect(lane.queued).toBe(3);
      while (lane.queued > 0) await turn();
      expect(begun.join('')).toBe('abcdefgh');
      expect(dropped).toEqual([]);
    },
  );

  it('refuses what would wait too long for pieces that end at once, but slowly', async () => {
    const { clock, create, begun } = lanes(30);
    const lane = create({ maxQueued: 100 });
    for (let count = 0; count < 21; count += 1) offer(lane, job(`${count}`));
    while (begun.length < 12) await turn();
    // Nine wait, and one leaves every 30 ms.
    const deadlineAt = clock.ms + 501;
    expect(lane.wait(job('in time', { deadlineAt }))).toBeUndefined();
    expect(lane.wait(job('too late', { deadlineAt }))).toBe(330);
  });

  it('begins pieces that end at once, however slow the pace was', async () => {
    const { clock, create, begun, dropped } = lanes(6_000);
    const lane = create({ maxQueued: 100 });
    for (let count = 0; count < 10; count += 1) offer(lane, job(`${count}`));
    while (lane.queued > 0) await turn();
    for (const name of ['at once', 'waits']) offer(lane, job(name, { deadlineAt: clock.ms + 1_000 }));
    while (lane.queued > 0) await turn();
    expect([begun.at(-1), dropped]).toEqual(['waits', []]);
  });

  it.each<[string, number, number]>([
    ['does not take the time that a piece waited alone for the pace of a queue', 0, 40],
    ['recovers from a pace that was slow once, although all pieces wait alone', 6_000, 20],
  ])('%s', async (_what, slowMs, burst) => {
    const { clock, create } = lanes(slowMs);
    const lane = create({ maxQueued: 100 });
    for (let count = 0; count < 10; count += 1) offer(lane, job(`slow ${count}`));
    while (lane.queued > 0) await turn();
    clock.costMs = 12;
    for (let count = 0; count < 30; count += 1) {
      for (const name of ['at once', 'alone']) offer(lane, job(name));
      clock.ms += 25;
      await turn();
      expect(lane.queued).toBe(0);
    }
    const deadlineAt = clock.ms + 1_000;
    for (let count = 0; count < burst; count += 1) {
      expect(offer(lane, job('burst', { deadlineAt }))).toBeUndefined();
    }
  });

  it('gives a slow first piece no more weight than others', async () => {
    const { clock, create, begun, leave } = lanes(0);
    const lane = create({ concurrency: 1, maxQueued: 100 }, true);
    for (let count = 0; count < 12; count += 1) offer(lane, job(`${count}`));
    for (const [index, ms] of [2_000, 50, 50, 50, 50, 50, 50, 50, 50, 50].entries()) {
      clock.ms += ms;
      leave[index]?.();
      while (begun.length < index + 2) await turn();
    }
    // One waits. A piece took 245 ms on average: two of them are less than 60 % of the time that there is.
    expect(lane.queued).toBe(1);
    expect(lane.wait(job('in time', { deadlineAt: clock.ms + 1_000 }))).toBeUndefined();
  });

  it('keeps order and count over thousands', async () => {
    const { create, begun, leave } = lanes(0);
    const lane = create({ concurrency: 1, maxQueued: 10_000 }, true);
    const names = Array.from({ length: 5_000 }, (_, index) => String(index));
    for (const name of names) offer(lane, job(name));
    for (let index = 0; index < names.length - 1; index += 1) {
      leave[index]?.();
      while (begun.length < index + 2) await turn();
    }
    expect(begun).toEqual(names);
    expect(lane.queued).toBe(0);
  });
});
