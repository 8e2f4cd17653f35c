import type { Schema } from '@symphony-ts/contract';
import { describeSchema, type JsonSchema, schemaProperties } from '../schema/json-schema.js';

/** Puts a single text or file into a list if its schema wants a list. */
export type ListFields = (fields: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

const same: ListFields = (fields) => fields;

/**
 * A field of a query or a form that occurs once arrives as text, even if its schema wants a list. This function is made once
 * for a schema. `split` takes one text apart, for headers that are joined by commas.
 */
export function listFields(
  schema: Schema | undefined,
  split: (text: string) => readonly string[] = (text) => [text],
): ListFields {
  const names = schema ? namesOfLists(schema) : [];
  if (names.length === 0) return same;
  return (fields) => {
    const single = names.filter((name) => fields[name] !== undefined && !Array.isArray(fields[name]));
    if (single.length === 0) return fields;
    return { ...fields, ...Object.fromEntries(single.map((name) => [name, listOf(fields[name], split)])) };
  };
}

const listOf = (value: unknown, split: (text: string) => readonly string[]): readonly unknown[] =>
  typeof value === 'string' ? split(value) : [value];

function namesOfLists(schema: Schema): readonly string[] {
  try {
    const described = describeSchema(schema, 'input');
    const fields = Object.entries(schemaProperties(described) ?? {});
    return fields.filter(([, field]) => isList(field, described)).map(([name]) => name);
  } catch {
    // The scan reports a schema that cannot describe itself.
    return [];
  }
}

/** Whether a schema takes lists and no text. */
function isList(field: JsonSchema, root: JsonSchema): boolean {
  const types = typesOf(field, root, 0);
  return types.includes('array') && !types.includes('string') && !types.includes('any');
}

const MOST_DEPTH = 8;

function typesOf(field: JsonSchema, root: JsonSchema, depth: number): readonly string[] {
  if (depth > MOST_DEPTH) return ['any'];
  const { $ref, type, anyOf, oneOf, allOf } = field;
  const target = typeof $ref === 'string' ? definition($ref, root) : undefined;
  if (target) return typesOf(target, root, depth + 1);
  const branches = [anyOf, oneOf, allOf].find((value) => Array.isArray(value));
  if (Array.isArray(branches))
    return branches.flatMap((branch: unknown) => (isSchema(branch) ? typesOf(branch, root, depth + 1) : []));
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.map(String) : ['any'];
}

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

function definition($ref: string, { $defs }: JsonSchema): JsonSchema | undefined {
  const found: unknown = isSchema($defs) ? $defs[$ref.replace('#/$defs/', '')] : undefined;
  return isSchema(found) ? found : undefined;
}
