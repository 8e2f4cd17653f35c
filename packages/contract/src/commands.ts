import { z } from 'zod';

/** One command for one instance of an extension. The channel is documented, its payload is not. @inferred */
export const CommandEnvelope = z.object({ command: z.string().min(1), payload: z.unknown().optional() });
export type CommandEnvelope = z.infer<typeof CommandEnvelope>;
