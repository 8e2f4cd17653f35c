import { isAtLeast, parseServerVersion } from '../connection/server-version.js';

/** What became of one field between two configurations, and whether a server can apply it. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Whether an update of the existing stream or consumer can make this change. */
  readonly canApply: boolean;
  /** Why not, or on what it depends; absent where nothing is to be said. */
  readonly reason?: string;
}

/** Says whether a change can be applied: `true`, or the reason why not. */
export type ChangeRule = (from: unknown, to: unknown, serverVersion: string) => true | string;

/** The change is never possible. */
export const never =
  (reason: string): ChangeRule =>
  () =>
    reason;

/** The change is possible from this server version on. */
export const since =
  (version: string, rule: ChangeRule = () => true): ChangeRule =>
  (from, to, serverVersion) =>
    isAtLeast(parseServerVersion(serverVersion), parseServerVersion(version))
      ? rule(from, to, serverVersion)
      : `possible from nats-server ${version} on`;

/** A switch that goes on and never off again. */
export const onlyOn: ChangeRule = (from, to) => (from && !to ? 'once on, it cannot be turned off' : true);

/**
 * The fields that differ, in alphabetical order. A field that is absent, or holds what a server puts there by itself,
 * is what its default is; a field the desired configuration does not mention is left as it is and so does not differ.
 */
export function diffFields(
  current: object,
  desired: object,
  { rules, defaults, serverVersion }: DiffRules,
): readonly FieldChange[] {
  const before: Readonly<Record<string, unknown>> = { ...current };
  const after: Readonly<Record<string, unknown>> = { ...desired };
  const changes: FieldChange[] = [];
  for (const field of Object.keys(after).sort()) {
    const from = valueOf(before, field, defaults);
    const to = valueOf(after, field, defaults);
    if (isEqual(from, to)) continue;
    const verdict = rules[field]?.(from, to, serverVersion) ?? true;
    changes.push({
      field,
      from: before[field],
      to: after[field],
      canApply: verdict === true,
      ...(verdict === true ? {} : { reason: verdict }),
    });
  }
  return changes;
}

/** What {@link diffFields} knows about the kind of configuration. */
export interface DiffRules {
  readonly rules: Readonly<Record<string, ChangeRule>>;
  /** What a server makes of an absent field. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly serverVersion: string;
}

function valueOf(config: Readonly<Record<string, unknown>>, field: string, defaults: DiffRules['defaults']): unknown {
  const value = config[field];
  if (field === 'metadata') return withoutServerEntries(value);
  return value === undefined || value === null ? defaults[field] : value;
}

function withoutServerEntries(metadata: unknown): unknown {
  const entries = Object.entries(metadata ?? {}).filter(([key]) => !key.startsWith('_nats.'));
  return Object.fromEntries(entries);
}

function isEqual(a: unknown, b: unknown): boolean {
  if (isEmpty(a) && isEmpty(b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isEqual(Reflect.get(a, key), Reflect.get(b, key)));
}

/** A server writes nothing for any of these. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
