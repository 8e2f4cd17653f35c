import * as z from 'zod';

/** Where entries are published; the last token is the code. */
export const REFUSAL_SUBJECT = 'symphony.refusals';
export const REFUSAL_STREAM = 'symphony_refusals';

/** The refusals of one actor with one code. */
export const RefusalEntry = z.object({
  /** When the last of them was refused. */
  at: z.iso.datetime(),
  /**
   * An extension, or the id of a key; of a key that failed to authenticate, the claimed id. `others` for all beyond the limit.
   */
  actor: z.string(),
  /** The latest refused request: a service, a method with its path, or `NATS`. */
  what: z.string(),
  /** Code of the refusal. */
  code: z.string(),
  /** The number of refusals that this entry stands for. */
  count: z.int().positive(),
});
export type RefusalEntry = z.infer<typeof RefusalEntry>;
