import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

/** A message from one instance of an extension to another, at `PEER_HANDLER`. @inferred */
export const PeerMessage = onFirstUse(() =>
  z.object({
    from: z.string(),
    /** `ask`: the sender joins and asks for an answer. `leaving`: the sender leaves. `gone`: `instance` does not answer. */
    kind: z.enum(['ask', 'leaving', 'gone']),
    instance: z.string().optional(),
    /** The asking process and the asked process, if both have the same API key and so the same instance id. */
    process: z.string().optional(),
    to: z.string().optional(),
  }),
);
export type PeerMessage = z.infer<typeof PeerMessage>;
