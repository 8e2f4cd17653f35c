type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A sample value for a JSON Schema, with the required fields only. A text has the name of its field as its value, or `name`. It
 * ignores patterns and formats, so the schema may still refuse it.
 */
export function sampleInput(schema: unknown, name = 'text'): unknown {
  const given = recordOf(schema);
  const [value] = [given['const'], given['default'], first(given['examples']), first(given['enum'])].filter(isGiven);
  if (isGiven(value)) return value;
  const [alternative] = [first(given['anyOf']), first(given['oneOf'])].filter(isGiven);
  return isGiven(alternative) ? sampleInput(alternative, name) : sampleOf(given, name);
}

function sampleOf(schema: JsonSchema, name: string): unknown {
  const { type } = schema;
  switch (Array.isArray(type) ? first(type) : type) {
    case 'string':
      return name;
    case 'integer':
    case 'number':
      return sampleNumber(schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return schema['minItems'] === undefined ? [] : [sampleInput(schema['items'], name)];
    default:
      return sampleObject(schema);
  }
}

function sampleNumber({ minimum, exclusiveMinimum }: JsonSchema): number {
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1;
  return typeof minimum === 'number' && Number.isFinite(minimum) && minimum > 1 ? minimum : 1;
}

function sampleObject({ required, properties }: JsonSchema): JsonSchema {
  const known = recordOf(properties);
  const names = Array.isArray(required) ? required.filter((name): name is string => typeof name === 'string') : [];
  return Object.fromEntries(names.map((name) => [name, sampleInput(known[name], name)]));
}

const isGiven = (value: unknown): boolean => value !== undefined;
const first = (list: unknown): unknown => (Array.isArray(list) ? (list as readonly unknown[])[0] : undefined);
const recordOf = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null ? (value as JsonSchema) : {};
