import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import { isSet } from '../json/is-set.js';
import type { FieldCheck } from './known-fields.js';

/** One field that differs between two configurations, and whether a server can apply the difference. */
export interface FieldChange {
  /** Path of the field, such as `placement.cluster`. */
  readonly field: string;
  /** The current value. */
  readonly from: unknown;
  /** The wanted value. */
  readonly to: unknown;
  /** Whether an update of the existing stream or consumer can make this change. */
  readonly canApply: boolean;
  /** Why the change is impossible, or its condition; absent if there is none. */
  readonly reason?: string;
}

/** Decides whether a change can be applied: `true`, or the reason why not. */
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

/** A setting that can be turned on but not off. */
export const onlyOn: ChangeRule = (from, to) => (from && !to ? 'once on, it cannot be turned off' : true);

/** Settings that exclude each other. The server refuses an update that would combine them. */
export interface Conflict<T> {
  /** The fields that cause the conflict if they change. */
  readonly fields: readonly (keyof T & string)[];
  /** `config` is the result of the update, `desired` the wanted settings. */
  readonly holds: (config: T, serverVersion: string, desired: T) => boolean;
  readonly reason: string;
}

/** The rules of {@link diffFields} for one kind of configuration. */
export interface DiffRules<T> {
  readonly rules: Readonly<Record<string, ChangeRule>>;
  readonly conflicts: readonly Conflict<T>[];
  /** The first server version that knows a field. Older servers silently drop the field. */
  readonly knownSince: Readonly<Record<string, string>>;
  /** The value that a server uses for a field that is absent, 0 or empty. */
  readonly defaults: Readonly<Record<string, unknown>>;
  readonly serverVersion: string;
  /** The problem of a wanted value, independent of the current one. */
  readonly check: FieldCheck;
  /** The value as a server stores it. */
  readonly normalize?: (field: string, value: unknown) => unknown;
}

/**
 * Lists the fields that differ, in alphabetical order. An absent field counts as its default, and so does a value that
 * the server fills in. A field that the desired configuration omits does not differ.
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

/** Decides whether a server can make one change on the way to the configuration `merged`. */
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

/** A server omits each of these values. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
