import type { MetadataRecord } from '../metadata/records.js';
import { lineage, readOwn } from '../metadata/store.js';
import type { Class, HandlerRef } from '../model/extension-model.js';
import type { Declaration } from './declaration.js';
import { writtenText } from './declaration.js';
import { groupBy } from './group-by.js';
import type { Report } from './report.js';

const memberOf = (record: MetadataRecord): string | undefined => ('member' in record ? record.member : undefined);
const isOnParameter = (record: MetadataRecord): boolean => 'index' in record && record.index !== undefined;

/** The name of a class decorator in messages. Two with the same name are the same decorator for a subclass. */
function label(record: MetadataRecord): string {
  if (record.kind === 'capability') return `@Capability('${record.type}', '${record.subject}')`;
  if (record.kind === 'bucket') return `@Bucket('${record.name}')`;
  if (record.kind === 'resource') return `@Resource('${record.uri}')`;
  if (record.kind === 'route') return `@Route('${record.path}')`;
  if (record.kind === 'menu') return `@Menu('${record.group}', '${record.item}')`;
  if (record.kind === 'widget') return `@Widget('${record.uri}')`;
  return record.kind === 'help' ? '@Help' : '';
}

/** What a subclass replaces: all decorators on a member that it decorates again, and class decorators with the same name. */
const identity = (record: MetadataRecord): string => {
  const member = memberOf(record);
  return member === undefined ? `${record.kind} ${label(record)}` : `member ${member}`;
};

/** Decorators run bottom up; restores the order in which one reads them. */
function inSourceOrder(records: readonly MetadataRecord[]): readonly MetadataRecord[] {
  const onClass = records.filter((record) => memberOf(record) === undefined && !isOnParameter(record)).toReversed();
  const byMember = groupBy(
    records.filter((record) => memberOf(record) !== undefined),
    (record) => memberOf(record) as string,
  );
  return [...onClass, ...[...byMember.values()].flatMap((records) => records.toReversed())];
}

/**
 * All declarations of a class and its members, base classes first. If a subclass decorates a member again, that replaces the
 * decorators of the base class. If it only overrides the member, the decorators stay.
 */
export function readClassDeclarations(cls: Class, report: Report): readonly Declaration[] {
  const seen = new Set<string>();
  const nearestFirst = lineage(cls).map((owner) => {
    const own = inSourceOrder(readOwn(owner)).filter((record) => !seen.has(identity(record)));
    for (const record of own) seen.add(identity(record));
    return own.map((record) => declaration(cls, owner, record, report));
  });
  return nearestFirst.toReversed().flat();
}

function declaration(cls: Class, owner: Class, record: MetadataRecord, report: Report): Declaration {
  const member = memberOf(record);
  if (member === undefined) return { record, where: `${owner.name} ${label(record)}`.trim() };
  const where = member === '' ? owner.name : `${owner.name}.${writtenText(member)}`;
  if (record.kind === 'misplaced') {
    report.problem(where, `${record.decorator} does not belong here`, record.fix);
    return { record, where };
  }
  const handler = readHandler(cls, record, where, report);
  return handler ? { record, where, handler } : { record, where };
}

function readHandler(cls: Class, record: MetadataRecord, where: string, report: Report): HandlerRef | undefined {
  const member = memberOf(record);
  if ('isStatic' in record && record.isStatic) {
    report.problem(where, 'it is static', 'make it an instance method');
    return undefined;
  }
  if (typeof member !== 'string' || !isMethod(cls, member)) {
    report.problem(where, 'it is not a method', 'decorate a method that has a name');
    return undefined;
  }
  return { kind: 'method', owner: cls, member };
}

/** Looks at descriptors, so that no getter runs. */
const isMethod = (cls: Class, member: string): boolean =>
  lineage(cls).some(
    (ancestor) => typeof Object.getOwnPropertyDescriptor(ancestor.prototype, member)?.value === 'function',
  );
