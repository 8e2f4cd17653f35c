import type { MetadataRecord, RecordKind } from '../metadata/records.js';
import { lineage, readOwn } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { writtenText } from './declaration.js';
import type { Report } from './report.js';

/** Decorators that only a class with `@Extension` can have. The others say what a constructor receives, or what a class is. */
const ofExtensions: { readonly [kind in RecordKind]?: string } = {
  capability: '@Capability',
  bucket: '@Bucket',
  endpoint: '@Endpoint',
  'instance-handler': '@InstanceHandler',
  rest: '@Rest',
  subscribe: '@Subscribe',
  command: '@OnCommand',
  start: '@OnStart',
  stop: '@OnStop',
  rebalance: '@OnRebalance',
  enforcement: '@OnEnforcement',
  resource: '@Resource',
  route: '@Route',
  menu: '@Menu',
  widget: '@Widget',
  help: '@Help',
};

const isOnParameter = (record: MetadataRecord): boolean => 'index' in record && record.index !== undefined;

/** Reports the handlers and declarations of a provider: nothing would call them. */
export function checkProvider(cls: Class, report: Report): void {
  for (const owner of lineage(cls)) {
    for (const record of readOwn(owner)) {
      const decorator = ofExtensions[record.kind];
      if (!decorator || isOnParameter(record)) continue;
      const member = 'member' in record && record.member !== undefined ? `.${writtenText(record.member)}` : '';
      report.problem(
        `${owner.name}${member}`,
        `${decorator} has no effect in a provider`,
        'move it to the class with @Extension, and call the provider from there',
      );
    }
  }
}
