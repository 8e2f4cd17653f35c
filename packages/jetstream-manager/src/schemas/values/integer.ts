import * as z from 'zod';

/** A 64-bit integer: a `number` if that is exact, a `bigint` beyond 2^53. */
export type Integer = number | bigint;

/** Inclusive limits of an integer. */
export interface IntegerLimits {
  readonly min?: Integer;
  readonly max?: Integer;
}

const maxInt64 = 9_223_372_036_854_775_807n;
const minInt64 = -9_223_372_036_854_775_808n;
const maxUint64 = 18_446_744_073_709_551_615n;

/** A sequence, byte count or duration. It has up to 64 bits, so it may be more than a `number` holds exactly. */
export function integer(limits: IntegerLimits = {}): z.ZodType<Integer> {
  return z
    .custom<Integer>((value) => isWhole(value) && isWithin(value, limits), describe(limits))
    .meta(schemaOf(limits));
}

/** A whole number that is far below 2^53 in practice: a page offset, a port, a number of deliveries. */
export function count(limits: IntegerLimits = {}): z.ZodType<number> {
  return z
    .custom<number>((value) => typeof value === 'number' && isWhole(value) && isWithin(value, limits), describe(limits))
    .meta(schemaOf(limits));
}

export const uint64 = (): z.ZodType<Integer> => integer({ min: 0, max: maxUint64 });

/** A signed 64-bit integer, at least `min`. Durations are of this kind, in nanoseconds. */
export const int64 = (min: Integer = minInt64): z.ZodType<Integer> => integer({ min, max: maxInt64 });

/** Nanoseconds, zero or more. */
export const nanoseconds = (): z.ZodType<Integer> => int64(0);

/** The sequence of a message: 1 or more. */
export const sequence = (): z.ZodType<Integer> => integer({ min: 1, max: maxUint64 });

function isWhole(value: unknown): value is Integer {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value) && value % 1 === 0);
}

/**
 * Compares a `number` with a limit of the same precision. JSON Schema validators treat 2^64-1 as 2^64. A message that
 * they accept must not be refused here because of a digit that was lost before.
 */
function isWithin(value: Integer, { min, max }: IntegerLimits): boolean {
  const exact = typeof value === 'bigint';
  const low = min === undefined || value >= (exact ? min : Number(min));
  const high = max === undefined || value <= (exact ? max : Number(max));
  return low && high;
}

const describe = ({ min, max }: IntegerLimits) => {
  if (min === undefined && max === undefined) return 'expected a whole number';
  if (max === undefined) return `expected a whole number of at least ${min}`;
  return `expected a whole number from ${min ?? 'any'} to ${max}`;
};

const schemaOf = ({ min, max }: IntegerLimits) => ({
  type: 'integer',
  ...(min === undefined ? {} : { minimum: Number(min) }),
  ...(max === undefined ? {} : { maximum: Number(max) }),
});
