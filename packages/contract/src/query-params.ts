/** The fields of a query or of a form: text, or a list where a field is repeated. */
export type QueryParams = Record<string, string | string[]>;

/** Reads a query without its question mark, or a form. */
export function readQueryParams(text: string): QueryParams {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const known = fields.get(name);
    if (known === undefined) fields.set(name, value);
    else if (typeof known === 'string') fields.set(name, [known, value]);
    else known.push(value);
  }
  return Object.fromEntries(fields);
}
