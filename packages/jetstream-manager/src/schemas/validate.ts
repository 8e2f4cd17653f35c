import type * as z from 'zod';
import { type MessageType, messages, type PublishedMessage } from './messages.js';
import { assertMessageType } from './schema.js';

/** A field of a message that violates its schema. */
export interface SchemaIssue {
  /** The path of the field, such as `config.sources[0].name`. Empty for the whole message. */
  readonly field: string;
  /** The problem of the field. */
  readonly message: string;
}

/** The result of {@link validate}. */
export type ValidationResult = { readonly ok: true } | { readonly ok: false; readonly issues: readonly SchemaIssue[] };

type Issue = z.core.$ZodIssue;

/**
 * Checks a value against the published schema of a message type. It does not change the value. Integers beyond 2^53 may
 * be a `bigint`.
 *
 * @throws `UNKNOWN_MESSAGE_TYPE` when the type is not known
 */
export function validate(type: string, value: unknown): ValidationResult {
  assertMessageType(type);
  const result = messages[type].schema().safeParse(value, { reportInput: true });
  if (result.success) return { ok: true };
  return { ok: false, issues: result.error.issues.flatMap((issue) => flatten(issue, [])) };
}

/** Whether a value matches the published schema of this message type. */
export function isMessageOf<T extends MessageType>(type: T, value: unknown): value is PublishedMessage<T> {
  return messages[type].schema().safeParse(value).success;
}

function flatten(issue: Issue, parent: readonly PropertyKey[]): readonly SchemaIssue[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: formatPath([...path, key]), message: 'not a known field' }));
  }
  if (issue.code === 'invalid_union') return flattenUnion(issue.errors, path);
  return [{ field: formatPath(path), message: issue.input === undefined ? 'required' : textOf(issue) }];
}

/** Selects the alternative of a union that fits best: it got deepest into the value, with the fewest issues. */
function flattenUnion(
  alternatives: readonly (readonly Issue[])[],
  path: readonly PropertyKey[],
): readonly SchemaIssue[] {
  const [nearest] = alternatives.toSorted((a, b) => missing(a) - missing(b) || a.length - b.length);
  if (!nearest) return [{ field: formatPath(path), message: 'is a result and an error at once' }];
  return nearest.flatMap((issue) => flatten(issue, path));
}

/** How many fields the value lacks at this level. The existing fields show which alternative was meant. */
const missing = (issues: readonly Issue[]): number =>
  issues.filter(({ path, input }) => path.length === 1 && input === undefined).length;

/** The text of zod without its prefix. */
const textOf = ({ message }: Issue): string => message.replace(/^Invalid (?:input|option): /, '');

/** A path in JavaScript notation: `config.sources[0].name`, `tiers["R 1"]`. */
function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w$-]+$/.test(String(key))) return `${text}[${JSON.stringify(String(key))}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
