import * as z from '@symphony-ts/contract/internal';

/** The description that a platform gives of itself. Fields that are not listed here are kept unchanged. */
export const PlatformInfo = z.onFirstUse(() =>
  z.looseObject({
    name: z.string().optional(),
    shortName: z.string().optional(),
    version: z.string().optional(),
    /** NATS addresses for clients. */
    servers: z.array(z.string()).optional(),
    /** When the server flushes acknowledged writes to the disk: `always` at once, `periodic` within two minutes. */
    flush: z.enum(['always', 'periodic']).optional().catch(undefined),
  }),
);
export type PlatformInfo = z.infer<typeof PlatformInfo>;
