import * as z from 'zod';
import { limits } from './limits.js';
import { onFirstUse } from './on-first-use.js';
import { capabilitySubjects } from './subject.js';
import { list, text } from './texts.js';

/** One capability that an extension declares. `subject` has no root. @documented development/go */
export const Capability = onFirstUse(() =>
  z.object({
    type: z.enum(['pub', 'sub']),
    subject: z.string().min(1).max(limits.subject),
    description: text(limits.description).default(''),
  }),
);
export type Capability = z.infer<typeof Capability>;

const AllowList = onFirstUse(() =>
  z.object({ allow: list(z.string().max(limits.subject), limits.capabilities).default([]) }),
);
/** The permissions of an API key. Their subjects have the root. @documented access/security */
export const KeyCapabilities = onFirstUse(() =>
  z.object({
    pub: AllowList.default({ allow: [] }),
    sub: AllowList.default({ allow: [] }),
  }),
);
export type KeyCapabilities = z.infer<typeof KeyCapabilities>;

/** Returns the permissions that declared capabilities need. Each list is sorted and has no duplicates. */
export function keyCapabilities(declared: readonly Capability[]): KeyCapabilities {
  const allow = (type: Capability['type']): { allow: string[] } => ({
    allow: [...new Set(declared.filter((c) => c.type === type).flatMap((c) => capabilitySubjects(c.subject)))].sort(),
  });
  return { pub: allow('pub'), sub: allow('sub') };
}
