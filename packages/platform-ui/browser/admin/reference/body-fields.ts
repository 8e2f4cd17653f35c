import { isObject, requiredOf, resolveRef, type Schema, textOf, typeWords } from './json-schema.js';

/** A member of a request body, as a field of a form. */
export interface BodyField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'json';
  /** The allowed values as JSON; absent if the schema does not limit them to a list. */
  readonly choices?: readonly string[];
  readonly isRequired: boolean;
  /** Its type in a few words. */
  readonly words: string;
  readonly description: string | undefined;
}

/** The texts in the fields, by name. */
export type Written = Readonly<Record<string, string>>;

/** The members of a body as fields. Empty if a form cannot represent the body. */
export function bodyFieldsOf(schema: Schema, document: unknown): BodyField[] {
  const { properties, ...resolved } = resolveRef(schema, document);
  if (!isObject(properties)) return [];
  const required = requiredOf(resolved);
  return Object.entries(properties).map(([name, given]) => {
    const member = resolveRef(given, document);
    const choices = choicesOf(member);
    return {
      name,
      kind: kindOf(member),
      ...(choices ? { choices } : {}),
      isRequired: required.includes(name),
      words: typeWords(isObject(given) ? given : {}, document),
      description: textOf(member, 'description'),
    };
  });
}

function kindOf({ type }: Schema): BodyField['kind'] {
  if (type === 'string') return 'text';
  return type === 'number' || type === 'integer' ? 'number' : 'json';
}

function choicesOf(schema: Schema): readonly string[] | undefined {
  if (schema['type'] === 'boolean') return ['true', 'false'];
  const values = schema['enum'];
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : undefined;
}

/** The body from the texts in the form. An empty field is omitted, unless it is a required text. */
export function readBody(fields: readonly BodyField[], written: Written): Schema {
  const pairs = fields.flatMap((field): [string, unknown][] => {
    const text = written[field.name] ?? '';
    if (text === '' && !(field.isRequired && field.kind === 'text' && !field.choices)) return [];
    return [[field.name, readValue(field, text)]];
  });
  return Object.fromEntries(pairs);
}

/** A text of the wrong type is sent unchanged, so that the endpoint can report the problem. */
function readValue({ kind, choices }: BodyField, text: string): unknown {
  if (kind === 'text' && !choices) return text;
  if (kind === 'number' && !choices) return Number.isFinite(Number(text)) ? Number(text) : text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The texts of the fields for a body; `undefined` if the form cannot represent the body. */
export function writtenOf(fields: readonly BodyField[], text: string): Written | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (!isObject(body) || Object.keys(body).some((name) => !fields.some((field) => field.name === name)))
      return undefined;
    const written = Object.fromEntries(
      fields.flatMap((field) =>
        Object.hasOwn(body, field.name) ? [[field.name, writeValue(field, body[field.name])]] : [],
      ),
    );
    return JSON.stringify(readBody(fields, written)) === JSON.stringify(ordered(fields, body)) ? written : undefined;
  } catch {
    return undefined;
  }
}

const ordered = (fields: readonly BodyField[], body: Schema): Schema =>
  Object.fromEntries(fields.flatMap(({ name }) => (Object.hasOwn(body, name) ? [[name, body[name]]] : [])));

const writeValue = ({ kind, choices }: BodyField, value: unknown): string =>
  kind === 'text' && !choices && typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
