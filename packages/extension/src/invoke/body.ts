import type { Schema } from '@symphony-ts/contract';

/** How a body becomes a handler's input. */
export type BodyKind = 'json' | 'text';

/** `text` where the schema wants a string: such a body may be sent without quotes. */
export function bodyKind(schema: Schema | undefined): BodyKind {
  return schema && jsonType(schema, 'input') === 'string' ? 'text' : 'json';
}

/** The JSON type a schema names, or `undefined` where it names none or cannot be written as JSON Schema. */
export function jsonType(schema: Schema, side: 'input' | 'output'): unknown {
  try {
    return schema['~standard'].jsonSchema[side]({ target: 'draft-2020-12' })['type'];
  } catch {
    // A schema that cannot describe itself is reported by the scan; here it merely has no known type.
    return undefined;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text of a body, or the bytes themselves where they are not UTF-8. */
export function readText(data: Uint8Array): string | Uint8Array {
  try {
    return utf8.decode(data);
  } catch {
    return data;
  }
}

/**
 * Reads a body: nothing is `undefined`, JSON its value. What is not JSON stays text, or bytes where it is not text
 * either, for the schema to judge; an endpoint without a schema takes it as it is.
 */
export function readBody(data: Uint8Array, kind: BodyKind): unknown {
  if (data.length === 0) return undefined;
  const text = readText(data);
  if (typeof text !== 'string') return text;
  try {
    const value: unknown = JSON.parse(text);
    return kind === 'text' && typeof value !== 'string' ? text : value;
  } catch {
    return text;
  }
}
