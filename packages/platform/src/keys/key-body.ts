import { limits } from '@symphony-ts/contract';
import { line, text } from '@symphony-ts/contract/internal';
import * as z from 'zod';
import { onlyFields } from '../kit/only-fields.js';
import { CapabilitiesBody } from '../rights/capabilities-body.js';
import { keyKinds } from '../rights/rights-holder.js';

const Expires = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((end) => end.getTime() > Date.now(), 'it is in the past; to end a key now, revoke it');
const Name = line(limits.name).trim().min(1);
const Notes = text(limits.notes);
/** The request body for a new key. */
export const NewKeyBody = onlyFields({
  name: Name,
  kind: z.enum(keyKinds),
  prefix: z.string().max(64).optional(),
  capabilities: CapabilitiesBody.optional(),
  expires: Expires.nullable().optional(),
  notes: Notes.optional(),
  maxUses: z.int().positive().optional(),
});

/** The fields of a key that can be changed. `null` removes a value. */
export const ChangeKeyBody = onlyFields({
  name: Name.optional(),
  notes: Notes.nullable().optional(),
  expires: Expires.nullable().optional(),
  capabilities: CapabilitiesBody.nullable().optional(),
});
