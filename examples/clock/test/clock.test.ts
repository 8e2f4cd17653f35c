import { TestExtension } from '@symphony-ts/testing';
import { Clock } from '../src/clock.js';
import { Seconds } from '../src/seconds.js';

const NOON = new Date('2030-06-01T12:00:00.000Z');

describe('Clock', () => {
  let clock: TestExtension<Clock>;
  let secondPasses: () => void;
  let hasStopped: () => boolean;

  beforeEach(async () => {
    const seconds: Pick<Seconds, keyof Seconds> = {
      now: () => NOON,
      each: (tick, signal) => {
        secondPasses = () => tick(NOON);
        hasStopped = () => signal.aborted;
      },
    };
    clock = await TestExtension.create(Clock, { providers: [{ provide: Seconds, useValue: seconds }] });
  });

  afterEach(() => clock.stop());

  it.each([
    ['UTC', '12:00:00'],
    ['Asia/Tokyo', '21:00:00'],
    ['America/New_York', '08:00:00'],
  ])('tells the time in %s', async (zone, time) => {
    expect(await clock.request('now', { zone })).toEqual({ zone, time, at: '2030-06-01T12:00:00.000Z' });
  });

  it('tells UTC by default, and refuses an unknown time zone', async () => {
    expect(await clock.send('now', {})).toMatchObject({ zone: 'UTC' });
    await expect(clock.send('now', { zone: 'Mars/Olympus' })).rejects.toMatchObject({ remoteStatus: 400 });
  });

  it('announces each second, and counts those it announced', async () => {
    secondPasses();
    secondPasses();
    const ticked = {
      subject: 'extensions.clock.ticked',
      payload: { zone: 'UTC', time: '12:00:00', at: NOON.toISOString() },
    };
    expect(clock.published).toEqual([ticked, ticked]);
    expect(await clock.requestInstance('ticks')).toEqual({ instanceId: 'test-1', ticked: 2 });
  });

  it('does not tick while another instance owns the ticks', async () => {
    const others = Array.from({ length: 50 }, (_, index) => `other-${index}`);
    clock.setInstances(others);
    secondPasses();
    expect(clock.published).toEqual([]);
    clock.setInstances([]);
    secondPasses();
    expect(clock.published).toHaveLength(1);
  });

  it('ends with the extension', async () => {
    expect(hasStopped()).toBe(false);
    await clock.stop();
    expect(hasStopped()).toBe(true);
  });

  it('shows its face as an MCP app, on a page and on the dashboard', () => {
    const { resources, routes, widgets } = clock.manifest.features;
    expect(resources).toMatchObject([{ uri: 'ui://clock/face', mimeType: 'text/html;profile=mcp-app', name: 'Clock' }]);
    expect(routes).toEqual({ '/clock': { uri: 'ui://clock/face' } });
    expect(widgets).toEqual([{ uri: 'ui://clock/face', title: 'Clock', notes: 'The time where you are' }]);
  });
});

describe('Seconds', () => {
  beforeEach(() => jest.useFakeTimers({ now: new Date('2030-06-01T12:00:00.700Z') }));
  afterEach(() => jest.useRealTimers());

  it('ticks once a second until it is told to end', () => {
    const ticks: string[] = [];
    const end = new AbortController();
    new Seconds().each((now) => ticks.push(now.toISOString()), end.signal);
    jest.advanceTimersByTime(2_000);
    end.abort();
    jest.advanceTimersByTime(2_000);
    expect(ticks).toEqual(['2030-06-01T12:00:01.005Z', '2030-06-01T12:00:02.005Z']);
  });
});
