import { type KeyCapabilities, limits } from '@symphony-ts/contract';
import { list } from '@symphony-ts/contract/internal';
import * as z from 'zod';
import { onlyFields } from '../kit/only-fields.js';

const AllowList = onlyFields({ allow: list(z.string().max(limits.subject), limits.capabilities).default([]) });

/**
 * The capabilities in a body that an administrator sends. Unlike `KeyCapabilities`, which reads what other versions may have
 * written, it refuses fields that it does not know: `deny` for instance, which would deny nothing.
 */
export const CapabilitiesBody = onlyFields({
  pub: AllowList.default({ allow: [] }),
  sub: AllowList.default({ allow: [] }),
}) satisfies z.ZodType<KeyCapabilities>;
