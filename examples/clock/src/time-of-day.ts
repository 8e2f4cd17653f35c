import { z } from 'zod';

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format() !== '';
  } catch {
    return false; // a RangeError is how Intl says no
  }
};

/** A zone of the IANA database; `UTC` where none is given. */
export const Zone = z.object({ zone: z.string().refine(isZone, 'no such time zone').default('UTC') });
export type Zone = z.infer<typeof Zone>;

export const TimeOfDay = z.object({ zone: z.string(), time: z.string(), at: z.iso.datetime() });
export type TimeOfDay = z.infer<typeof TimeOfDay>;

/** What a clock on the wall of that zone shows. */
export function timeOfDay(now: Date, zone: string): TimeOfDay {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' });
  return { zone, time: format.format(now), at: now.toISOString() };
}
