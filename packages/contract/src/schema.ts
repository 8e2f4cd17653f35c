import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { type MaybePromise, whenReady } from './promise-like.js';

/**
 * Anything that validates (Standard Schema) and describes itself (Standard JSON Schema): zod ≥ 4.2, arktype, valibot
 * through its adapter. zod is the one the guides use.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a schema of any type must be assignable; InputOf and OutputOf read the exact types back
export interface Schema<In = any, Out = In> {
  readonly '~standard': StandardSchemaV1.Props<In, Out> & StandardJSONSchemaV1.Props<In, Out>;
}

/** Stands for "no schema was given"; no value of it exists. */
export interface NoSchema {
  readonly '~none': never;
}

/** What a schema takes in, or the type itself. */
export type InputOf<S> = S extends Schema ? StandardSchemaV1.InferInput<S> : S;
/** What a schema gives out, or the type itself. */
export type OutputOf<S> = S extends Schema ? StandardSchemaV1.InferOutput<S> : S;

declare const mistake: unique symbol;
/** The type a wrong argument is compared with, so that the compiler prints `Text`. No value of it exists. */
export interface Mistake<Text extends string, Expected = unknown, Found = unknown> {
  /** What the compiler shows: the text, what was expected and what was found. */
  readonly [mistake]: [Text, Expected, Found];
}

/** One reason why a value does not fit its schema. `path` is dotted, empty for the value itself. */
export interface SchemaIssue {
  /** Where in the value, such as `items.0.name`; empty for the value itself. */
  readonly path: string;
  /** What is wrong there. */
  readonly message: string;
}

/** What a schema made of a value: the value it gives out, or the issues. */
export type SchemaResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly SchemaIssue[] };

const segment = (part: PropertyKey | StandardSchemaV1.PathSegment): string =>
  String(typeof part === 'object' ? part.key : part);

/** The issues that a schema found, zod's or another's, each with its path as text. */
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
 * Checks `value` against `schema`. Answers at once where the schema does (zod without async refinements), so that a
 * synchronous handler costs no promise; a schema that throws has its error passed on.
 */
export function checkValue<S extends Schema>(schema: S, value: unknown): MaybePromise<SchemaResult<OutputOf<S>>> {
  const given = schema['~standard'].validate(value);
  return whenReady(given, result<OutputOf<S>>);
}

/** True for a value that validates and describes itself. */
export function isSchema(value: unknown): value is Schema {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  const standard = (value as Partial<Schema>)['~standard'];
  return typeof standard?.validate === 'function' && typeof standard.jsonSchema === 'object';
}
