import { silentLogger } from '@symphony-ts/contract';
import { Counters } from '../kit/counters.js';
import { RefusalLog } from '../kit/refusal-log.js';
import { FloodControl, type Sender } from './flood-control.js';
import { PausedCallers } from './paused-callers.js';

function setUp() {
  const paused = new PausedCallers();
  const updated: string[] = [];
  const ended: string[] = [];
  const told: string[] = [];
  const shared: string[] = [];
  const counters = new Counters();
  const control = new FloodControl({
    paused,
    updateAccounts: async (names) => void updated.push(...names),
    endConnections: (user) => void ended.push(user),
    keyName: (user) => `key of ${user}`,
    share: ({ what, name }) => void shared.push(`${what} ${name}`),
    refusals: new RefusalLog({
      logger: silentLogger,
      counters,
      sink: { note: ({ actor, code }) => void told.push(`${actor} ${code}`) },
    }),
    counters,
    logger: silentLogger,
  });
  const flood = (sender: Sender): void => {
    for (let sent = 0; sent < 2_000; sent += 1) control.note(sender, 10);
  };
  return { control, paused, updated, ended, told, shared, flood };
}

describe('FloodControl', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('pauses an extension once, and lets it go on after a while', async () => {
    const { paused, updated, told, flood } = setUp();
    flood({ prefix: 'evil' });
    flood({ prefix: 'evil' });
    expect([...paused.extensions]).toEqual(['evil']);
    expect(updated).toEqual(['evil']);
    expect(told).toEqual(['evil FLOOD']);
    await jest.advanceTimersByTimeAsync(20_000);
    expect([...paused.extensions]).toEqual([]);
    expect(updated).toEqual(['evil', 'evil']);
  });

  it('ends the connections of a client, and voids its credentials when it comes back and goes on', async () => {
    const { paused, updated, ended, told, flood } = setUp();
    flood({ user: 'U1' });
    // This message was on its way already.
    flood({ user: 'U1' });
    expect([[...paused.users], ended, updated, told]).toEqual([['U1'], ['U1'], [], ['key of U1 FLOOD']]);
    await jest.advanceTimersByTimeAsync(3_000);
    flood({ user: 'U1' });
    flood({ user: 'U1' });
    expect([...paused.voids.keys()]).toEqual(['U1']);
    expect(updated).toEqual(['PEOPLE']);
    await jest.advanceTimersByTimeAsync(20_000);
    expect([paused.users.size, paused.voids.size]).toEqual([0, 0]);
  });

  it('tells other replicas, and does what they did without telling it again', async () => {
    const [here, there] = [setUp(), setUp()];
    here.flood({ prefix: 'evil' });
    here.flood({ user: 'U1' });
    await jest.advanceTimersByTimeAsync(3_000);
    here.flood({ user: 'U1' });
    expect(here.shared).toEqual(['extension evil', 'user U1', 'credentials U1']);
    there.control.follow({ what: 'extension', name: 'evil' });
    there.control.follow({ what: 'user', name: 'U1' });
    there.control.follow({ what: 'credentials', name: 'U1' });
    const { paused, updated, ended, told, shared } = there;
    expect([[...paused.extensions], [...paused.users], [...paused.voids.keys()]]).toEqual([['evil'], ['U1'], ['U1']]);
    expect([updated, ended, told, shared]).toEqual([['evil', 'PEOPLE'], [], [], []]);
    await jest.advanceTimersByTimeAsync(20_000);
    expect([paused.extensions.size, paused.users.size, paused.voids.size]).toEqual([0, 0, 0]);
  });

  it('does nothing about a caller that is a little over its share', () => {
    const { control, paused, updated } = setUp();
    for (let sent = 0; sent < 1_500; sent += 1) control.note({ prefix: 'busy' }, 100);
    expect([paused.extensions.size, updated]).toEqual([0, []]);
  });
});
