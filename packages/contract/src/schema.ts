import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { type MaybePromise, whenReady } from './promise-like.js';

/**
 * A schema that can check values (Standard Schema) and describe itself (Standard JSON Schema): zod ≥ 4.2, arktype, or valibot
 * with its adapter. The guides use zod.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a schema of any type must be assignable; InputOf and OutputOf read the exact types back
export interface Schema<In = any, Out = In> {
  readonly '~standard': StandardSchemaV1.Props<In, Out> & StandardJSONSchemaV1.Props<In, Out>;
}

/** Type for "no schema". It has no value. */
export interface NoSchema {
  readonly '~none': never;
}

/** The input type of a schema. For a type that is not a schema: the type itself. */
export type InputOf<S> = S extends Schema ? StandardSchemaV1.InferInput<S> : S;
/** The output type of a schema. For a type that is not a schema: the type itself. */
export type OutputOf<S> = S extends Schema ? StandardSchemaV1.InferOutput<S> : S;

declare const mistake: unique symbol;
/** Makes the compiler print `Text` for a wrong argument. It has no value. */
export interface Mistake<Text extends string, Expected = unknown, Found = unknown> {
  /** The compiler shows the text, the expected type and the found type. */
  readonly [mistake]: [Text, Expected, Found];
}

/** One reason why a value does not match its schema. */
export interface SchemaIssue {
  /** Place in the value, such as `items.0.name`. Empty for the value itself. */
  readonly path: string;
  /** What is wrong there. */
  readonly message: string;
}

/** The result of a check: the output of the schema, or the issues. */
export type SchemaResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly SchemaIssue[] };

const segment = (part: PropertyKey | StandardSchemaV1.PathSegment): string =>
  String(typeof part === 'object' ? part.key : part);

/** Converts the issues of zod or another library to ours, with the path as text. */
export const readIssues = (issues: readonly StandardSchemaV1.Issue[]): readonly SchemaIssue[] =>
  issues.map(({ path = [], message }) => ({ path: path.map(segment).join('.'), message }));

const result = <T>(given: StandardSchemaV1.Result<T>): SchemaResult<T> =>
  given.issues
    ? {
        ok: false,
        issues: readIssues(given.issues),
      }
    : { ok: true, value: given.value };

/**
 * Checks `value` with `schema`. If the schema answers at once (zod without async refinements), so does this function. If the schema
 * throws, its error is passed on.
 */
export function checkValue<S extends Schema>(schema: S, value: unknown): MaybePromise<SchemaResult<OutputOf<S>>> {
  const given = schema['~standard'].validate(value);
  return whenReady(given, result<OutputOf<S>>);
}

/** True for a schema that can check values and describe itself. */
export function isSchema(value: unknown): value is Schema {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const standard = (value as Partial<Schema>)['~standard'];
  return typeof standard?.validate === 'function' && typeof standard.jsonSchema === 'object';
}
