import { z } from 'zod';

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format() !== '';
  } catch {
    return false; // Intl throws a RangeError for an unknown zone
  }
};

/** A zone of the IANA database; `UTC` where none is given. */
export const Zone = z.object({ zone: z.string().refine(isZone, 'no such time zone').default('UTC') });
export type Zone = z.infer<typeof Zone>;

export const TimeOfDay = z.object({ zone: z.string(), time: z.string(), at: z.iso.datetime() });
export type TimeOfDay = z.infer<typeof TimeOfDay>;

/** The local time in that zone. */
export function timeOfDay(now: Date, zone: string): TimeOfDay {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' });
  return { zone, time: format.format(now), at: now.toISOString() };
}
