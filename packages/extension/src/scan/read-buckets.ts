import { isBucketName, isReservedBucket, withoutUndefined } from '@symphony-ts/contract';
import type { BucketRecord } from '../metadata/records.js';
import type { BucketModel } from '../model/extension-model.js';
import { checkSchema } from './check-schema.js';
import type { Declaration } from './declaration.js';
import { writtenText } from './declaration.js';
import { groupBy } from './group-by.js';
import type { Report } from './report.js';

/** `@Bucket` on classes and constructor parameters: one model for each name. Reports a bucket that is declared twice. */
export function readBuckets(
  declarations: readonly Declaration<BucketRecord>[],
  report: Report,
): readonly BucketModel[] {
  const byName = groupBy(declarations, (declaration) => declaration.record.name);
  return [...byName.values()].flatMap((group) => {
    for (const declaration of group) checkBucket(declaration, report);
    const owners = group.filter((declaration) => declaration.record.options.declare !== false);
    for (const repeated of owners.slice(1)) {
      const text = `bucket '${repeated.record.name}' is declared already, by ${owners[0]?.where}`;
      report.problem(repeated.where, text, 'declare it once; elsewhere use { declare: false }');
    }
    const chosen = owners[0] ?? group[0];
    if (chosen && owners.length === 0) {
      const text = `nothing in this extension declares bucket '${chosen.record.name}'`;
      report.warn(chosen.where, text, 'omit { declare: false }, unless something else makes the bucket');
    }
    return chosen ? [bucketModel(chosen.record)] : [];
  });
}

function bucketModel({ name, options }: BucketRecord): BucketModel {
  return {
    name,
    declared: options.declare !== false,
    description: options.description ?? '',
    ttl: options.ttl ?? 0,
    history: options.history ?? 0,
    maxBytes: options.maxBytes ?? 0,
    allowShrink: options.allowShrink ?? false,
    raw: options.raw ?? false,
    objectStore: options.objectStore ?? false,
    ...withoutUndefined({ schema: options.schema, persist: options.persist }),
  };
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function checkBucket({ record, where }: Declaration<BucketRecord>, report: Report): void {
  const { name, index, options } = record;
  const { ttl = 0, history = 0, maxBytes = 0, schema, raw, objectStore } = options;
  // A module in JavaScript may have any value here.
  const persist: unknown = options.persist;
  if (!isBucketName(writtenText(name))) {
    report.problem(where, `'${writtenText(name)}' cannot be a bucket name`, 'use up to 64 letters, digits, _ and -');
  } else if (isReservedBucket(name)) {
    report.problem(where, `bucket names that begin with 'symphony_' belong to the platform`, 'use another name');
  }
  if (persist !== undefined && persist !== 'async') {
    report.problem(where, `a persist of '${writtenText(persist)}'`, "give 'async', or omit it");
  }
  if (!isCount(ttl)) report.problem(where, `a ttl of ${ttl}`, 'give whole seconds, 0 for none');
  if (!isCount(history) || history > 64) report.problem(where, `a history of ${history}`, 'give 0 to 64 revisions');
  if (!isCount(maxBytes)) report.problem(where, `maxBytes of ${maxBytes}`, 'give whole bytes, 0 for no limit');
  if (raw && schema !== undefined) report.problem(where, 'raw bytes have no schema', 'omit raw or the schema');
  if (objectStore && (index !== undefined || schema !== undefined || raw)) {
    const fix = 'declare it on the class, without schema and raw, and open it through the context';
    report.problem(where, 'an object store is not a key-value bucket', fix);
  }
  checkSchema(schema, { where, part: 'bucket', side: 'output' }, report);
}
