import { z } from 'zod';

/** Places are written as in an address: `new-york`. */
export const Place = z.object({ place: z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'small letters and single hyphens') });
export type Place = z.infer<typeof Place>;

export const Report = z.object({
  place: z.string(),
  sky: z.enum(['clear', 'cloudy', 'rain', 'snow']),
  celsius: z.number(),
  /** Metres per second. */
  wind: z.number().nonnegative(),
  /** When it was observed. */
  at: z.iso.datetime(),
});
export type Report = z.infer<typeof Report>;
