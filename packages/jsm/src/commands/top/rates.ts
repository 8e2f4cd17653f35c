import type { Sample } from './sample.js';

/** One line of `jsm top`. */
export interface RatedRow {
  readonly name: string;
  /** Levels, then rates per second, by column. */
  readonly values: Readonly<Record<string, number>>;
}

/**
 * The levels of the newer sample, and the growth rates of the counters since the older one. The rate is 0 for a new or
 * recreated asset.
 */
export function rate(older: Sample | undefined, newer: Sample): readonly RatedRow[] {
  const before = new Map((older?.readings ?? []).map(({ name, counters }) => [name, counters]));
  const seconds = (newer.atMs - (older?.atMs ?? newer.atMs)) / 1000;
  return newer.readings.map(({ name, levels, counters }) => {
    const rates = Object.entries(counters).map(([column, value]): [string, number] => {
      const growth = value - (before.get(name)?.[column] ?? value);
      return [column, seconds > 0 ? Math.max(0, growth / seconds) : 0];
    });
    return { name, values: { ...levels, ...Object.fromEntries(rates) } };
  });
}
