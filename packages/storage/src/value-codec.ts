import {
  checkValue,
  encodeJson,
  isSymphonyError,
  type MaybePromise,
  type NoSchema,
  type OptionNames,
  type OutputOf,
  type Schema,
  type SchemaIssue,
  SymphonyError,
  toError,
  whenReady,
} from '@symphony-ts/contract';

/**
 * Converts the values of one bucket to bytes and back. Both directions throw `INVALID_VALUE` for a value that does not match.
 */
export interface ValueCodec<T> {
  encode(key: string, value: T): MaybePromise<Uint8Array>;
  decode(key: string, bytes: Uint8Array): MaybePromise<T>;
}

/** Options for the values of a bucket: checked by a schema, plain JSON, or bytes. */
export interface ValueOptions<S extends Schema | NoSchema = NoSchema, Raw extends boolean = false> {
  /**
   * Checks each value that is written or read, and gives the type of the values. The bucket stores the output of the schema,
   * and checks it again when it reads it. So the schema must accept its own output.
   */
  readonly schema?: S | undefined;
  /** `true`: values are bytes, stored unchanged. Not allowed together with `schema`. Default `false`. */
  readonly raw?: Raw | undefined;
}

export const valueOptionNames = { schema: true, raw: true } as const satisfies OptionNames<ValueOptions>;

/** The type of the values of a bucket that was opened with these options. */
export type ValueOf<S extends Schema | NoSchema, Raw extends boolean> = Raw extends true
  ? Uint8Array
  : S extends Schema
    ? OutputOf<S>
    : unknown;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

const invalid = (bucket: string, key: string, message: string, cause?: Error): SymphonyError<'INVALID_VALUE'> =>
  new SymphonyError('INVALID_VALUE', { bucket, key, issues: [{ path: '', message }] }, cause && { cause });

const rawCodec = (bucket: string): ValueCodec<unknown> => ({
  encode: (key, value) => {
    if (value instanceof Uint8Array) return value;
    throw invalid(bucket, key, 'the bucket is raw, so its values are Uint8Array');
  },
  decode: (_key, bytes) => bytes,
});

/** Refuses a value that JSON would change, with its path: a `Map`, `NaN`, `undefined` in a list, a cycle. */
function toJson(bucket: string, key: string, value: unknown): Uint8Array {
  const refuse = (issue: SchemaIssue): Error => new SymphonyError('INVALID_VALUE', { bucket, key, issues: [issue] });
  try {
    return encoder.encode(encodeJson(value, refuse));
  } catch (error) {
    if (isSymphonyError(error)) throw error;
    // The value's own `toJSON` has thrown.
    const cause = toError(error);
    throw invalid(bucket, key, `it is not JSON: ${cause.message}`, cause);
  }
}

function fromJson(bucket: string, key: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw invalid(bucket, key, 'what is stored is not JSON', toError(error));
  }
}

const jsonCodec = (bucket: string): ValueCodec<unknown> => ({
  encode: (key, value) => toJson(bucket, key, value),
  decode: (key, bytes) => fromJson(bucket, key, bytes),
});

function schemaCodec(bucket: string, schema: Schema): ValueCodec<unknown> {
  function check<R>(key: string, value: unknown, next: (value: unknown) => R): MaybePromise<R> {
    return whenReady(checkValue(schema, value), (checked) => {
      if (!checked.ok) throw new SymphonyError('INVALID_VALUE', { bucket, key, issues: checked.issues });
      return next(checked.value);
    });
  }
  return {
    encode: (key, value) => check(key, value, (checked) => toJson(bucket, key, checked)),
    decode: (key, bytes) => check(key, fromJson(bucket, key, bytes), (checked) => checked),
  };
}

/** @throws `INVALID_BUCKET` for `raw` together with `schema` */
export function createValueCodec<S extends Schema | NoSchema = NoSchema, const Raw extends boolean = false>(
  bucket: string,
  { schema, raw }: ValueOptions<S, Raw>,
): ValueCodec<ValueOf<S, Raw>> {
  if (raw && schema) {
    throw new SymphonyError('INVALID_BUCKET', { bucket, reason: 'raw and schema exclude each other' });
  }
  // `NoSchema` has no value, so this is a Schema. Each codec returns the type that ValueOf has for its options.
  const codec = raw ? rawCodec(bucket) : schema ? schemaCodec(bucket, schema as Schema) : jsonCodec(bucket);
  return codec as ValueCodec<ValueOf<S, Raw>>;
}
