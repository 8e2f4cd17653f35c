import type { JsonSchema } from '../schema/json-schema.js';

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * Gathers the definitions of many schemas under `components/schemas` of one document. If two schemas share a definition by name
 * and content, it is kept once. If the name is the same and the content differs, the newer one gets a number.
 */
export class Components {
  readonly #schemas = new Map<string, JsonSchema>();

  /** The gathered definitions, by name. */
  get schemas(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** `schema` for use in the document: its `$defs` are moved to the components, and every `$ref` points there. */
  place(schema: JsonSchema, hint: string): JsonSchema {
    const { $defs, ...root } = schema;
    const definitions = new Map(isObject($defs) ? (Object.entries($defs) as [string, JsonSchema][]) : []);
    // zod points at the whole schema where that one contains itself; then it must have a name.
    const isRecursive = JSON.stringify(schema).includes('"$ref":"#"');
    if (isRecursive) definitions.set(hint, root);
    const refs = this.#refs(definitions, hint, isRecursive);
    for (const [name, definition] of definitions) {
      this.#schemas.set(placedName(refs, name), rewrite(definition, refs));
    }
    return isRecursive ? { $ref: refs.get('#') } : rewrite(root, refs);
  }

  /** The place of each definition: under its own name, unless another definition has that name. */
  #refs(definitions: ReadonlyMap<string, JsonSchema>, hint: string, isRecursive: boolean): ReadonlyMap<string, string> {
    const plain = [...definitions.keys()].map((name) => [name, readableName(name, hint)] as const);
    const attempt = (count: number): Map<string, string> => {
      const suffix = count === 1 ? '' : String(count);
      const used = new Set<string>();
      const unused = (base: string): string => {
        let found = `${base}${suffix}`;
        // Two names of one schema may become the same text, such as `Page<Item>` and `Page(Item)`.
        for (let number = 2; used.has(found); number += 1) found = `${base}${suffix}_${number}`;
        used.add(found);
        return found;
      };
      const refs = new Map(plain.map(([name, base]) => [definitionRef(name), componentRef(unused(base))]));
      // The whole schema is one of the definitions, under the hint.
      if (isRecursive) refs.set('#', refs.get(definitionRef(hint)) ?? '');
      return refs;
    };
    let count = 1;
    let refs = attempt(count);
    // All move together, so that references among them stay right.
    while ([...definitions].some(([name, schema]) => this.#isTaken(placedName(refs, name), rewrite(schema, refs)))) {
      count += 1;
      refs = attempt(count);
    }
    return refs;
  }

  #isTaken(name: string, schema: JsonSchema): boolean {
    const known = this.#schemas.get(name);
    return known !== undefined && JSON.stringify(known) !== JSON.stringify(schema);
  }
}

const COMPONENTS = '#/components/schemas/';
const definitionRef = (name: string): string => `#/$defs/${escaped(name)}`;
const componentRef = (name: string): string => `${COMPONENTS}${escaped(name)}`;
const placedName = (refs: ReadonlyMap<string, string>, name: string): string =>
  (refs.get(definitionRef(name)) ?? '').slice(COMPONENTS.length);

/** Generated names such as `__schema0` mean nothing, and would collide with those of every other schema. */
const readableName = (name: string, hint: string): string =>
  (name.startsWith('__schema') ? `${hint}_${name.slice('__schema'.length)}` : name).replace(/[^\w.-]/g, '_');

function rewrite(value: JsonSchema, refs: ReadonlyMap<string, string>): JsonSchema {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewriteValue(key, inner, refs)]));
}

function rewriteValue(key: string, value: unknown, refs: ReadonlyMap<string, string>): unknown {
  if (key === '$ref' && typeof value === 'string') return refs.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => rewriteValue('', item, refs));
  return isObject(value) ? rewrite(value, refs) : value;
}
