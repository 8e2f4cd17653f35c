import * as z from '@symphony-ts/contract/internal';

/** What a platform says about itself; fields that are not listed here are kept as they came. */
export const PlatformInfo = z.onFirstUse(() =>
  z.looseObject({
    name: z.string().optional(),
    shortName: z.string().optional(),
    version: z.string().optional(),
    /** NATS addresses for clients. */
    servers: z.array(z.string()).optional(),
    /** When acknowledged writes are on the disk: `always` at once, `periodic` within two minutes. */
    flush: z.enum(['always', 'periodic']).optional().catch(undefined),
  }),
);
export type PlatformInfo = z.infer<typeof PlatformInfo>;
