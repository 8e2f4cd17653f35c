import type { AuditEntry } from '@symphony-ts/platform/internal';

/** The verb of each action. It stands between the name of the person and the changed thing. */
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

/** The name of the changed thing at that time, or its id if it had no name. */
export function auditTarget({ action, target, details }: AuditEntry): string {
  if (action.startsWith('person.')) return '';
  const name = details?.['name'];
  return typeof name === 'string' && name !== '' ? name : target;
}

/** The details of an entry as `name: value` lines, without the name, which its sentence contains. Empty values of a new key are omitted. */
export const auditDetails = ({ action, details = {} }: AuditEntry): string[] =>
  Object.entries(details)
    .filter(([name]) => name !== 'name')
    .flatMap(([name, value]) => linesOf(name, value))
    .filter((line) => action !== 'key.create' || !line.endsWith(': none'));

/** One line for each value inside a value, with its path: `capabilities.pub.allow: cirata.>`. */
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
