import * as z from 'zod';
import { onFirstUse } from './on-first-use.js';

/** The states of the licences, from none exceeded to extensions disabled. @documented development/go */
export const enforcementStatuses = [
  'enforcement_ok',
  'enforcement_warning',
  'enforcement_grace',
  'enforcement_enforced',
] as const;
/** The state of the licences, as the platform sends it. */
export type EnforcementStatus = (typeof enforcementStatuses)[number];

/** The licence state, in broadcasts and in replies. An absent status means OK. @documented development/go */
export const EnforcementPayload = onFirstUse(() =>
  z.object({
    status: z.enum(enforcementStatuses).catch('enforcement_ok').default('enforcement_ok'),
    message: z.string().default(''),
    disabled_extensions: z.array(z.string()).default([]),
    grace_extensions: z.array(z.string()).default([]),
  }),
);
export type EnforcementPayload = z.infer<typeof EnforcementPayload>;

/** Reports usage; the platform knows the extension by its account. @documented administration/usage-tracking (contents), keys @inferred */
export const UsageReport = onFirstUse(() =>
  z.object({
    prefix: z.string(),
    /** Id of the report. A report that is sent again with the same id is counted once. @inferred */
    id: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .optional(),
    dimensions: z.record(z.string().min(1), z.number().nonnegative()),
    account: z.string().optional(),
    traceparent: z.string().optional(),
  }),
);
export type UsageReport = z.infer<typeof UsageReport>;

/** The answer to a usage report: the units that it cost, and the state of the licences. @documented development/python */
export const UsageReply = onFirstUse(() =>
  z.object({
    result: z.string().default('ok'),
    units: z.number().default(0),
    enforcement: EnforcementPayload.default({
      status: 'enforcement_ok',
      message: '',
      disabled_extensions: [],
      grace_extensions: [],
    }),
  }),
);
export type UsageReply = z.infer<typeof UsageReply>;
