import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

/** What one instance of an extension says to another, at `PEER_HANDLER`. @inferred */
export const PeerMessage = onFirstUse(() =>
  z.object({
    from: z.string(),
    /** `ask`: are you there? Count me among you. `leaving`: no more. `gone`: nobody answers for `instance`. */
    kind: z.enum(['ask', 'leaving', 'gone']),
    instance: z.string().optional(),
    /** The process that asks and the one it means, where both have the same API key and so are one instance. */
    process: z.string().optional(),
    to: z.string().optional(),
  }),
);
export type PeerMessage = z.infer<typeof PeerMessage>;
