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
    report.problem(where, `${part} is not a schema`, isOfOtherZod(schema) ? OTHER_ZOD : SELF_DESCRIBING);
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

const SELF_DESCRIBING =
  'give a schema that describes itself: zod from 4.2, arktype, or valibot through its JSON Schema adapter';
const OTHER_ZOD =
  "import z from 'zod', from 4.2 on: schemas of 'zod/mini', 'zod/v3' and older releases do not describe themselves";

/** Whether a value is a schema of zod that does not describe itself. */
const isOfOtherZod = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ('_zod' in value || '_def' in value);
