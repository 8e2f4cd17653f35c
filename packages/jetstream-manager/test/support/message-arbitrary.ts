import * as fc from 'fast-check';
import { anyCharacter } from '../../../../test/support/text-arbitraries.js';
import type { ReferenceSchema } from './reference-schemas.js';

type Fields = Record<string, unknown>;

/** Values for a reference schema. The schema accepts most of them, so that a mutation starts with a valid message. */
export function valueOf(schema: ReferenceSchema): fc.Arbitrary<unknown> {
  const alternatives = (schema['oneOf'] ?? []) as ReferenceSchema[];
  const parts = (schema['allOf'] ?? []) as ReferenceSchema[];
  if (alternatives.length > 0 && alternatives.every(({ type }) => type !== undefined && type !== 'object')) {
    return fc.oneof(...alternatives.map(valueOf));
  }
  const own = plainValueOf(schema);
  if (alternatives.length === 0 && parts.length === 0) return own;
  const chosen = alternatives.length === 0 ? fc.constant({}) : fc.oneof(...alternatives.map(valueOf));
  return fc.tuple(own, chosen, ...parts.map(valueOf)).map((values) => Object.assign({}, ...values.filter(isFields)));
}

function plainValueOf(schema: ReferenceSchema): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema['const']);
  if ('enum' in schema) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const type = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
  return fc.oneof(...type.map((name: unknown) => valueOfType(name, schema)));
}

function valueOfType(type: unknown, schema: ReferenceSchema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return stringOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
      return integerOf(schema);
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'array':
      return fc.array(valueOf(schema['items'] ?? {}), { maxLength: 3 });
    default:
      return objectOf(schema);
  }
}

function objectOf(schema: ReferenceSchema): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, ReferenceSchema>;
  const values = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, valueOf(value)]));
  const required = ((schema['required'] ?? []) as string[]).filter((key) => key in values);
  const named = fc.record(values, { requiredKeys: required });
  const others = schema['additionalProperties'] ?? Object.values(schema['patternProperties'] ?? {})[0];
  if (others === false || others === undefined) return named;
  return fc
    .tuple(named, fc.dictionary(keyArbitrary, valueOf(others), { maxKeys: 3 }))
    .map(([a, b]) => ({ ...b, ...a }));
}

function stringOf(schema: ReferenceSchema): fc.Arbitrary<string> {
  if (schema['format'] === 'date-time') return timestampArbitrary;
  if (String(schema['pattern'] ?? '').startsWith('^(0|'))
    return fc.constantFrom('0.0.1', '1.2.3-rc.1+build.5', '10.20.30');
  if (schema['pattern']) return fc.stringMatching(/^[a-zA-Z0-9_-]{1,8}$/);
  return fc.string({ minLength: schema['minLength'] ?? 0, maxLength: 8, unit: anyCharacter });
}

/** Whole numbers, including the limits of the schema. */
function integerOf(schema: ReferenceSchema): fc.Arbitrary<number> {
  const low = Number(schema['minimum'] ?? -1000);
  const high = Number(schema['maximum'] ?? 1000);
  return fc.oneof(
    fc.constantFrom(low, high),
    fc.integer({ min: Math.max(low, -(2 ** 31)), max: Math.min(high, 2 ** 31 - 1) }),
  );
}

const timestampArbitrary = fc
  .date({ noInvalidDate: true, min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z') })
  .map((date) => date.toISOString());

/** Values at the edges of the schemas: limits, empty values, wrong types, times that do not exist. */
const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    -1,
    1,
    1.5,
    299,
    300,
    699,
    700,
    65535,
    65536,
    255,
    256,
    257,
    '',
    ' ',
    'a.b',
    '*',
  ),
  fc.constantFrom<unknown>(
    2 ** 31 - 1,
    2 ** 31,
    2 ** 53,
    2 ** 63,
    -(2 ** 63),
    2 ** 64,
    2 ** 65,
    1e300,
    -1e300,
    {},
    [],
    [null],
  ),
  fc.constantFrom<unknown>(
    '2023-02-29T00:00:00Z',
    '2024-02-29T23:59:60Z',
    '2024-02-29 00:00:00+01',
    '2024-01-01T00:00:00',
    '1.0',
    '01.0.0',
  ),
  fc.constantFrom<unknown>('\u{1f600}'.repeat(4096), 'x'.repeat(4097), 'x'.repeat(4096)),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Names of fields, without `__proto__`: zod does not read it in a dictionary. */
const keyArbitrary = fc.string({ maxLength: 6 }).filter((key) => key !== '__proto__');

type Mutate = (value: unknown) => unknown;

/** One change in a message: a value is replaced, or a field is omitted, added or moved. */
export function mutationOf(message: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(message);
  const place = fc.constantFrom(...places);
  return fc.oneof(
    fc.tuple(place, strangeValue).map(([path, value]) => changed(message, path, () => value)),
    place.map((path) => changed(message, path, undefined)),
    fc
      .tuple(
        place,
        fc.oneof(
          fc.string(),
          fc.constantFrom('error', 'type', 'success', 'streams', 'server', 'pedantic', 'constructor'),
        ),
        strangeValue,
      )
      .map(([path, key, value]) => changed(message, path, (old) => withField(old, key, value))),
    fc.tuple(place, place).map(([to, from]) => changed(message, to, () => valueAt(message, from))),
    place.map((path) => changed(message, path, (old) => (typeof old === 'string' ? old.slice(1) : [old]))),
  );
}

function withField(value: unknown, key: string, field: unknown): unknown {
  if (Array.isArray(value)) return [...value, field];
  if (!isFields(value)) return { [key]: field };
  return { ...value, [key]: field };
}

function placesIn(value: unknown): (string | number)[][] {
  if (Array.isArray(value))
    return [[], ...value.flatMap((item, index) => placesIn(item).map((path) => [index, ...path]))];
  if (!isFields(value)) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, item]) => placesIn(item).map((path) => [key, ...path]))];
}

function changed(value: unknown, path: readonly (string | number)[], mutate: Mutate | undefined): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return mutate ? mutate(value) : null;
  const copy: any = Array.isArray(value) ? [...value] : { ...(value as Fields) };
  if (rest.length === 0 && !mutate) delete copy[key];
  else copy[key] = changed(copy[key], rest, mutate);
  return copy;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<any>((at, key) => at[key], value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
