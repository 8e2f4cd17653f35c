/** A JSON Schema. This page shows only a part of its keywords. */
export type Schema = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a member; `undefined` if it is absent, empty or not a text. */
export const textOf = (value: Schema, name: string): string | undefined => {
  const text = value[name];
  return typeof text === 'string' && text !== '' ? text : undefined;
};

/** Follows a `$ref` inside the document, also through several references. A foreign or broken reference gives an empty schema. */
export function resolveRef(value: unknown, document: unknown): Schema {
  let found = value;
  for (let step = 0; step < 10 && isObject(found); step += 1) {
    const ref = found['$ref'];
    if (typeof ref !== 'string') return found;
    found = ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter((part) => part !== '')
      .map((part) => decodePointer(part))
      .reduce<unknown>((at, part) => (isObject(at) && Object.hasOwn(at, part) ? at[part] : undefined), document);
  }
  return isObject(found) && typeof found['$ref'] !== 'string' ? found : {};
}

function decodePointer(part: string): string {
  const plain = part.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}

/** The type in a word or two, such as `list of text`. */
export function typeWords(schema: Schema, document: unknown, depth = 0): string {
  const resolved = resolveRef(schema, document);
  const { type, format } = resolved;
  const choices = resolved['oneOf'] ?? resolved['anyOf'];
  if (Array.isArray(resolved['enum'])) return 'one of';
  if (resolved['const'] !== undefined) return 'always';
  if (Array.isArray(choices) && depth < 3) {
    const words = choices.filter(isObject).map((choice) => typeWords(choice, document, depth + 1));
    return [...new Set(words)].join(' or ');
  }
  if (type === 'array' && depth < 3) {
    const items = resolved['items'];
    return isObject(items) ? `list of ${typeWords(items, document, depth + 1)}` : 'list';
  }
  const types = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string');
  const words = types.length > 0 ? types.join(' or ') : isObject(resolved['properties']) ? 'object' : 'any';
  return typeof format === 'string' ? `${words} (${format})` : words;
}

const DEEPEST = 6;

/** A sample value for a schema: its own example or default, otherwise the simplest valid value. */
export function exampleOf(schema: unknown, document: unknown, depth = 0): unknown {
  const resolved = resolveRef(schema, document);
  const { example, examples, type } = resolved;
  if (example !== undefined) return example;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (resolved['default'] !== undefined) return resolved['default'];
  if (resolved['const'] !== undefined) return resolved['const'];
  if (Array.isArray(resolved['enum'])) return resolved['enum'][0];
  if (depth > DEEPEST) return undefined;
  const [choice] = [resolved['oneOf'], resolved['anyOf'], resolved['allOf']].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  if (choice !== undefined && !isObject(resolved['properties'])) return exampleOf(choice, document, depth + 1);
  const kind = Array.isArray(type) ? type.find((name) => name !== 'null') : type;
  if (kind === 'object' || isObject(resolved['properties'])) return exampleObject(resolved, document, depth);
  if (kind === 'array')
    return [exampleOf(resolved['items'], document, depth + 1)].filter((example) => example !== undefined);
  if (kind === 'integer' || kind === 'number') return typeof resolved['minimum'] === 'number' ? resolved['minimum'] : 0;
  if (kind === 'boolean') return false;
  if (kind === 'string') return exampleText(resolved['format']);
  return undefined;
}

/** Contains the required members, or all members if none is required. */
function exampleObject(schema: Schema, document: unknown, depth: number): Schema {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = requiredOf(schema);
  const names = Object.keys(properties).filter((name) => required.length === 0 || required.includes(name));
  return Object.fromEntries(names.map((name) => [name, exampleOf(properties[name], document, depth + 1)]));
}

export const requiredOf = (schema: Schema): readonly string[] => {
  const required = schema['required'];
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
};

const exampleText = (format: unknown): string =>
  ({ 'date-time': '2026-01-31T12:00:00Z', date: '2026-01-31', email: 'ada@example.com', uri: 'https://example.com' })[
    String(format)
  ] ?? '';
