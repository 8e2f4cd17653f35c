import type { Schema } from '@symphony-ts/contract';

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The described side of a schema: the values it accepts, or the values it returns. */
export type SchemaSide = 'input' | 'output';

/** The JSON Schema of one side, without its `$schema` line. Throws the error of the schema's library if it has none. */
export function describeSchema(schema: Schema, side: SchemaSide): JsonSchema {
  const { $schema: _dialect, ...described } = schema['~standard'].jsonSchema[side]({ target: 'draft-2020-12' });
  return described;
}

const isObject = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** The schema itself, or the definition that its `$ref` names. */
function dereference(schema: JsonSchema): JsonSchema {
  const { $ref, $defs } = schema;
  if (typeof $ref !== 'string' || !isObject($defs)) return schema;
  const target = $defs[$ref.replace('#/$defs/', '')];
  return isObject(target) ? target : schema;
}

/** The top-level properties of an object schema; `undefined` for any other schema. */
export function schemaProperties(schema: JsonSchema): Readonly<Record<string, JsonSchema>> | undefined {
  const { properties } = dereference(schema);
  return isObject(properties) ? (properties as Readonly<Record<string, JsonSchema>>) : undefined;
}

/** The names of the properties that an object schema requires. */
export function requiredProperties(schema: JsonSchema): readonly string[] {
  const { required } = dereference(schema);
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}
