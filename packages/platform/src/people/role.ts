import { KeyCapabilities, limits, ROOT } from '@symphony-ts/contract';
import { line, list, text } from '@symphony-ts/contract/internal';
import * as z from 'zod';
import { onlyFields } from '../kit/only-fields.js';
import { CapabilitiesBody } from '../rights/capabilities-body.js';

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
/** True for text that can name a role. */
const isRoleName = (text: string): boolean => NAME.test(text);

/** Permissions for the members of groups. Rights are capabilities, too. */
export const Role = z.object({
  name: z.string().refine(isRoleName, 'letters, digits, _ and -'),
  description: z.string().max(limits.description).default(''),
  /** Groups of the identity provider. Their members have the role. `*` means every person who signs in. */
  groups: z.array(z.string().max(limits.name)).max(limits.groups).default([]),
  capabilities: KeyCapabilities,
});
export type Role = z.infer<typeof Role>;

/** A role as administrators write it. Its name is in the path, and may be in the body as well. */
export const RoleBody = onlyFields({
  name: Role.shape.name.optional(),
  description: text(limits.description).default(''),
  groups: list(line(limits.name), limits.groups).default([]),
  capabilities: CapabilitiesBody,
});

/** A role of the options of a platform. */
export const RoleOption = onlyFields({ ...Role.shape, capabilities: CapabilitiesBody });

/** A role that may do everything. */
export const administrator = (groups: readonly string[]): Role => ({
  name: 'administrator',
  description: 'May do everything',
  groups: [...groups],
  capabilities: {
    pub: { allow: [`${ROOT}.extensions.>`, `${ROOT}.services.>`] },
    sub: { allow: ['extensions.>', 'events.>', `${ROOT}.status.>`] },
  },
});

/** The roles that a person of these groups has. */
export const rolesOf = (roles: readonly Role[], groups: readonly string[]): Role[] =>
  roles.filter((role) => role.groups.some((group) => group === '*' || groups.includes(group)));

/** The rights that several roles give together. */
export function capabilitiesOf(roles: readonly Role[]): KeyCapabilities {
  const union = (list: 'pub' | 'sub'): { allow: string[] } => ({
    allow: [...new Set(roles.flatMap((role) => role.capabilities[list].allow))].sort(),
  });
  return { pub: union('pub'), sub: union('sub') };
}
