import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import * as formats from 'ajv-formats';

const folder = join(__dirname, '..', 'reference');

/** A JSON Schema from the reference files. */
export type ReferenceSchema = { readonly [keyword: string]: any };

/** The reference schemas by message type. The key is the file, because two files have the same `$id`. */
export const referenceSchemas: ReadonlyMap<string, ReferenceSchema> = new Map(
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith('.json') && !file.endsWith('errors.json'))
    .map((file): [string, ReferenceSchema] => [
      `io.nats.${file.slice(0, -'.json'.length).replaceAll('/', '.')}`,
      JSON.parse(readFileSync(join(folder, file), 'utf8')),
    ])
    .sort(([a], [b]) => a.localeCompare(b)),
);

/** The server's error catalogue. */
export const referenceErrors = JSON.parse(readFileSync(join(folder, 'server', 'errors.json'), 'utf8')) as {
  constant: string;
  code: number;
  error_code: number;
  description: string;
}[];

/** A validator for a JSON Schema. It ignores the `$id`, so that schemas with the same one do not conflict. */
export function compile(schema: ReferenceSchema): ValidateFunction {
  // 83 schemas run for a moment each: to optimize their code takes longer than it saves.
  const ajv = new Ajv({ strict: false, allErrors: false, code: { optimize: false } });
  formats.default.default(ajv);
  const { $id: _id, ...body } = schema;
  return ajv.compile(body);
}
