import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import { isSet } from '../json/is-set.js';
import type { FieldCheck } from './known-fields.js';

/** What became of one field between two configurations, and whether a server can apply it. */
export interface FieldChange {
  /** Path of the field, such as `placement.cluster`. */
  readonly field: string;
  /** What it is. */
  readonly from: unknown;
  /** What it is to become. */
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

/** Settings that cannot be together: an update that would bring them together is refused. */
export interface Conflict<T> {
  /** The fields that are to blame when they change. */
  readonly fields: readonly (keyof T & string)[];
  /** `config` is what an update would make of the current one, `desired` what it says. */
  readonly holds: (config: T, serverVersion: string, desired: T) => boolean;
  readonly reason: string;
}

/** What {@link diffFields} knows about the kind of configuration. */
export interface DiffRules<T> {
  readonly rules: Readonly<Record<string, ChangeRule>>;
  readonly conflicts: readonly Conflict<T>[];
  /** First server version that knows a field. Older ones drop it without a word. */
  readonly knownSince: Readonly<Record<string, string>>;
  /** What a server makes of a field that is absent, 0 or empty. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly serverVersion: string;
  /** What is wrong with a value, whatever it was before. */
  readonly check: FieldCheck;
  /** The value as a server keeps it. */
  readonly normalize?: (field: string, value: unknown) => unknown;
}

/**
 * The fields that differ, in alphabetical order. A field that is absent, or holds what a server puts there by itself,
 * is what its default is; a field the desired configuration does not mention is left as it is and so does not differ.
 */
export function diffFields<T extends object>(current: T, desired: T, rules: DiffRules<T>): readonly FieldChange[] {
  const before = fieldsOf(current);
  const after = fieldsOf(desired);
  const merged = { ...current, ...desired };
  const changes: FieldChange[] = [];
  for (const field of Object.keys(after).sort()) {
    const normalize = rules.normalize ?? ((_field: string, value: unknown) => value);
    const from = normalize(field, valueOf(before, field, rules.defaults));
    const to = normalize(field, valueOf(after, field, rules.defaults));
    if (isEqual(from, to)) continue;
    const verdict = judge({ field, from, to }, { merged, desired }, rules);
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

const fieldsOf = (config: object): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(config));

/** Whether a server can bring about one change on the way to the configuration `merged`. */
function judge<T>(
  { field, from, to }: Pick<FieldChange, 'field' | 'from' | 'to'>,
  { merged, desired }: { readonly merged: T; readonly desired: T },
  { rules, conflicts, knownSince, serverVersion, check }: DiffRules<T>,
): true | string {
  const wrong = check(field, to);
  if (wrong !== undefined) return wrong;
  const rule = rules[field]?.(from, to, serverVersion) ?? true;
  if (rule !== true) return rule;
  const version = knownSince[field];
  const known = version !== undefined && isSet(to) ? since(version)(from, to, serverVersion) : true;
  if (known !== true) return known;
  const conflict = conflicts.find(
    ({ fields, holds }) => fields.some((each) => each === field) && holds(merged, serverVersion, desired),
  );
  return conflict?.reason ?? true;
}

function valueOf(config: Readonly<Record<string, unknown>>, field: string, defaults: DiffRules<object>['defaults']) {
  const value = config[field];
  if (field === 'metadata') return withoutServerEntries(value);
  return isEmpty(value) && field in defaults ? defaults[field] : value;
}

function withoutServerEntries(metadata: unknown): unknown {
  const entries = Object.entries(metadata ?? {}).filter(([key]) => !key.startsWith('_nats.'));
  return Object.fromEntries(entries);
}

function isEqual(a: unknown, b: unknown): boolean {
  if (isEmpty(a) && isEmpty(b)) return true;
  if (typeof a === 'string' && typeof b === 'string') return a === b || isSameTime(a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isEqual(Reflect.get(a, key), Reflect.get(b, key)));
}

/** A server writes `12:00:00.120Z` as `12:00:00.12Z`. */
function isSameTime(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d*?)0*)?(?:Z|[-+]\d\d:\d\d)$/.exec(text));
  return Boolean(x && y) && (x?.[1] ?? '') === (y?.[1] ?? '') && Date.parse(a) === Date.parse(b);
}

/** A server writes nothing for any of these. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
