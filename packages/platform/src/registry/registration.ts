import { Manifest } from '@symphony-ts/contract';
import { z } from 'zod';

/** A registered extension: its manifest outlives its processes. */
export const Registration = z.object({ manifest: Manifest, registered: z.iso.datetime() });
export type Registration = z.infer<typeof Registration>;
