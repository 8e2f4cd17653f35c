import { decoratorNames } from '../metadata/decorator-names.js';
import type { MetadataRecord, RecordKind } from '../metadata/records.js';
import { lineage, readOwn } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { writtenText } from './declaration.js';
import type { Report } from './report.js';

/** The records that any class may have. They say what the class is, or what its constructor receives. */
const anywhere: ReadonlySet<RecordKind> = new Set(['extension', 'app-module', 'injectable', 'inject']);

const isOnParameter = (record: MetadataRecord): boolean => 'index' in record && record.index !== undefined;

/** Reports the handlers and declarations of a provider: nothing would call them. */
export function checkProvider(cls: Class, report: Report): void {
  for (const owner of lineage(cls)) {
    for (const record of readOwn(owner)) {
      if (anywhere.has(record.kind) || isOnParameter(record)) continue;
      const member = 'member' in record ? writtenText(record.member) : '';
      const where = [owner.name, member].filter(Boolean).join('.');
      if (record.kind === 'misplaced') {
        report.problem(where, `${record.decorator} does not belong here`, record.fix);
        continue;
      }
      report.problem(
        where,
        `${decoratorNames[record.kind]} has no effect in a provider`,
        'move it to the class with @Extension, and call the provider from there',
      );
    }
  }
}
