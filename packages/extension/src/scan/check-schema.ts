import { isSchema, toError } from '@symphony-ts/contract';
import { describeSchema, type JsonSchema, type SchemaSide } from '../schema/json-schema.js';
import type { Report } from './report.js';

/** The place of a schema: `part` is the option that has it. */
export interface SchemaPlace {
  readonly where: string;
  readonly part: string;
  readonly side: SchemaSide;
}

/** Reports a value that is not a schema, or has no JSON Schema. Returns the description of a good one. */
export function checkSchema(
  schema: unknown,
  { where, part, side }: SchemaPlace,
  report: Report,
): JsonSchema | undefined {
  if (schema === undefined) return undefined;
  if (!isSchema(schema)) {
    const fix =
      'give a schema that describes itself: zod from 4.2, arktype, or valibot through its JSON Schema adapter';
    report.problem(where, `${part} is not a schema`, fix);
    return undefined;
  }
  try {
    return describeSchema(schema, side);
  } catch (error) {
    const reason = toError(error).message;
    const fix = 'use types that JSON has; dates and the like as text, for example z.iso.datetime()';
    report.problem(where, `the ${part} schema cannot be written as JSON Schema: ${reason}`, fix);
    return undefined;
  }
}
