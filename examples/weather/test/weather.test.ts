import { TestExtension } from '@symphony-ts/testing';
import type { Report } from '../src/report.js';
import { Station } from '../src/station.js';
import { Weather } from '../src/weather.js';

const NOON = new Date('2030-06-01T12:00:00.000Z');

describe('Weather', () => {
  let weather: TestExtension<Weather>;
  let asked: string[];
  let isSilent: boolean;

  beforeEach(async () => {
    asked = [];
    isSilent = false;
    const observe = async (place: string): Promise<Report> => {
      asked.push(place);
      if (isSilent) throw new Error('connect ECONNREFUSED');
      return { place, sky: 'clear', celsius: 21, wind: 3, at: NOON.toISOString() };
    };
    weather = await TestExtension.create(Weather, { providers: [{ provide: Station, useValue: { observe } }] });
  });

  afterEach(() => weather.stop());

  it('asks the station once for a place, over NATS and HTTP alike', async () => {
    const report = await weather.request('now', { place: 'new-york' });
    expect(report).toMatchObject({ place: 'new-york', sky: 'clear', celsius: 21 });
    expect(await weather.rest('GET', '/places/new-york')).toMatchObject({ status: 200, body: report });
    expect(asked).toEqual(['new-york']);
  });

  it('asks again once the bucket has forgotten', async () => {
    await weather.request('now', { place: 'oslo' });
    await weather.bucket('weather_reports').delete('oslo');
    await weather.request('now', { place: 'oslo' });
    expect(asked).toEqual(['oslo', 'oslo']);
  });

  it('forgets after ten minutes', () => {
    expect(weather.manifest.buckets).toMatchObject([{ name: 'weather_reports', ttl: 600 }]);
  });

  it('reports that the station does not answer, and does not cache that', async () => {
    isSilent = true;
    expect(await weather.rest('GET', '/places/oslo')).toMatchObject({
      status: 503,
      body: { error: 'the weather station does not answer; ask again in a minute' },
    });
    isSilent = false;
    expect(await weather.rest('GET', '/places/oslo')).toMatchObject({ status: 200 });
  });

  it('does not find a place under another spelling', async () => {
    expect(await weather.rest('GET', '/places/New%20York')).toMatchObject({ status: 400 });
    expect(asked).toEqual([]);
  });
});

describe('Station', () => {
  const station = new Station();

  it('gives a place the same weather for an hour', async () => {
    const later = new Date(NOON.getTime() + 30 * 60_000);
    const { at, ...first } = await station.observe('oslo', NOON);
    expect(at).toBe('2030-06-01T12:00:00.000Z');
    expect(await station.observe('oslo', later)).toMatchObject(first);
    expect(await station.observe('cairo', NOON)).not.toMatchObject({ celsius: first.celsius });
  });

  it('is warmer in the afternoon than at night', async () => {
    const night = await station.observe('oslo', new Date('2030-06-01T03:00:00.000Z'));
    const day = await station.observe('oslo', new Date('2030-06-01T15:00:00.000Z'));
    expect(day.celsius).toBeGreaterThan(night.celsius);
  });

  it.each(['bergen', 'davos', 'bath'])('has rain in %s where it is warm, and snow where it freezes', async (place) => {
    const hours = Array.from({ length: 48 }, (_, hour) => new Date(NOON.getTime() + hour * 3_600_000));
    const reports = await Promise.all(hours.map((at) => station.observe(place, at)));
    const celsius = (sky: Report['sky']) =>
      reports.filter((report) => report.sky === sky).map(({ celsius: degrees }) => degrees);
    expect(Math.min(...celsius('rain'))).toBeGreaterThan(0);
    expect(Math.max(...celsius('snow'))).toBeLessThanOrEqual(0);
    expect(celsius('snow').length).toBeGreaterThan(0);
  });
});
