import type { AuditEntry } from '@symphony-ts/platform/internal';

/** What was done, in words that stand between who did it and to what. */
export const auditWords: Readonly<Record<AuditEntry['action'], string>> = {
  'key.create': 'created the key',
  'key.change': 'changed the key',
  'key.revoke': 'revoked the key',
  'account.thaw': 'thawed the account',
  'account.delete': 'deleted the account',
  'role.change': 'changed the role',
  'role.delete': 'deleted the role',
  'person.sign-in': 'signed in',
  'person.sign-out': 'signed out',
  'license.add': 'added the licence',
  'license.remove': 'removed the licence',
  'business-unit.change': 'changed the business unit',
  'business-unit.delete': 'deleted the business unit',
  'attribution-rule.change': 'changed the attribution rule',
  'attribution-rule.delete': 'deleted the attribution rule',
  'usage.attribute': 'attributed use',
};

/** What an entry is about: the name that was given then, or else the id. */
export function auditTarget({ action, target, details }: AuditEntry): string {
  if (action.startsWith('person.')) return '';
  const name = details?.['name'];
  return typeof name === 'string' && name !== '' ? name : target;
}

/** The details of an entry as `name: value` lines, without what its sentence has said. What is new and has no value is left out. */
export const auditDetails = ({ action, details = {} }: AuditEntry): string[] =>
  Object.entries(details)
    .filter(([name]) => name !== 'name')
    .flatMap(([name, value]) => linesOf(name, value))
    .filter((line) => action !== 'key.create' || !line.endsWith(': none'));

/** A line for each value inside of a value, with the way to it: `capabilities.pub.allow: cirata.>`. */
function linesOf(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return [`${name}: ${value.map(textOf).join(', ') || 'none'}`];
  if (typeof value !== 'object' || value === null) return [`${name}: ${textOf(value)}`];
  const parts = Object.entries(value).flatMap(([part, inner]) => linesOf(`${name}.${part}`, inner));
  return parts.length === 0 ? [`${name}: none`] : parts;
}

function textOf(value: unknown): string {
  if (value === '' || value === null || value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
