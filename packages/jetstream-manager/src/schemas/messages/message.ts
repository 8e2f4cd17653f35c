import * as z from 'zod';
import { apiError } from '../shapes/api-error.js';
import { count } from '../values/integer.js';
import { once } from '../values/once.js';

/** Information about a message type besides its shape. */
export interface About {
  /** The first server release that sends or accepts it, or `any` if it does not depend on the server's release. */
  readonly since: `${number}.${number}.${number}` | 'any';
  readonly description: string;
}

/** A message type: its shape, and information about it. */
export interface MessageDefinition<Schema extends z.ZodType = z.ZodType> extends About {
  /** Created at its first use. */
  readonly schema: () => Schema;
}

type Named<Type extends string, Schema extends z.ZodType> = { readonly [T in Type]: MessageDefinition<Schema> };

/** Records the release that introduced a message, and its description. */
export const about = (since: About['since'], description: string): About => ({ since, description });

/** Creates a table with one message of any family. The table of the family includes it with a spread. */
export function message<const Type extends string, Schema extends z.ZodType>(
  type: Type,
  about: About,
  schema: () => Schema,
) {
  // This type is true: the computed key is the literal `type`, but TypeScript widens it to `string`.
  return { [type]: { ...about, schema: once(schema) } } as Named<Type, Schema>;
}

/** A message with its own type in a field: an event, or the answer of a service. */
export function typedMessage<const Type extends string, Fields extends z.ZodRawShape>(
  type: Type,
  about: About,
  fields: () => Fields,
) {
  return message(type, about, () => z.looseObject({ type: z.literal(type), ...fields() }));
}

/** An event: its type, id and time, and its own fields. Other fields are refused. */
export function event<const Type extends string, Fields extends z.ZodRawShape>(
  type: Type,
  about: About,
  fields: () => Fields,
) {
  return message(type, about, () =>
    z.strictObject({ type: z.literal(type), id: z.string(), timestamp: z.string(), ...fields() }),
  );
}

const api = <const Name extends string>(name: Name) => `io.nats.jetstream.api.v1.${name}` as const;

/** A message of the JetStream API without a type field. Its subject identifies it. */
export function apiMessage<const Name extends string, Schema extends z.ZodType>(
  name: Name,
  about: About,
  schema: () => Schema,
) {
  return message(api(name), about, schema);
}

/** A response of the JetStream API: either the fields of `result`, or an `error`. */
export function apiResponse<const Name extends string, Result extends z.ZodRawShape>(
  name: Name,
  about: About,
  result: () => Result,
) {
  return message(api(name), about, () => resultOrError({ type: z.literal(api(name)) }, result()));
}

/** Like {@link apiResponse}, with `common` fields that both the result and the error have. */
export function apiResponseWith<const Name extends string, Common extends z.ZodRawShape, Result extends z.ZodRawShape>(
  name: Name,
  about: About,
  common: () => Common,
  result: () => Result,
) {
  return message(api(name), about, () => resultOrError({ type: z.literal(api(name)), ...common() }, result()));
}

/** Like {@link apiResponse}, for published schemas in which `type` is optional. */
export function untypedApiResponse<const Name extends string, Result extends z.ZodRawShape>(
  name: Name,
  about: About,
  result: () => Result,
) {
  return message(api(name), about, () => resultOrError({ type: z.literal(api(name)).optional() }, result()));
}

function resultOrError<Common extends z.ZodRawShape, Result extends z.ZodRawShape>(common: Common, result: Result) {
  return z.xor([z.looseObject({ ...common, ...result }), z.looseObject({ ...common, error: apiError() })]);
}

/** The offset of a page of a list. */
export const pageRequest = once(() => ({ offset: count({ min: 0 }) }));

/** The page in a list response: `total` counts all entries, `limit` is the largest number in one response. */
export const page = once(() => ({ total: count({ min: 0 }), offset: count({ min: 0 }), limit: count({ min: 0 }) }));
