import type { FieldChange } from '@symphony-ts/jetstream-manager';
import type { Look } from './look.js';
import { formatTable } from './table.js';

/** A table of differences between two configurations. */
export function formatChanges(changes: readonly FieldChange[], look: Look): string {
  if (changes.length === 0) return 'No differences.';
  const rows = changes.map(({ field, from, to, canApply, reason }) => [
    field,
    JSON.stringify(from) ?? '',
    JSON.stringify(to) ?? '',
    canApply ? 'yes' : `no: ${reason ?? 'the server refuses it'}`,
  ]);
  return formatTable('Differences', ['Field', 'Now', 'Wanted', 'Can be applied'], rows, look);
}
