import { withoutUndefined } from '@symphony-ts/contract';
import type { BucketRecord, InjectRecord } from '../metadata/records.js';
import { lineage, readOwn, readOwnConstructorTypes } from '../metadata/store.js';
import type { Class, ParameterModel } from '../model/extension-model.js';
import type { Declaration } from './declaration.js';
import type { Report } from './report.js';
import { ownType } from './runtime-types.js';

/** Types that the compiler writes if there is no class to inject. */
const valueTypes: readonly unknown[] = [Object, Function, String, Number, Boolean, Array, Promise, BigInt, Symbol];

const isParameterRecord = (record: { readonly kind: string; readonly index?: number }): boolean =>
  (record.kind === 'bucket' || record.kind === 'inject') && record.index !== undefined;

const parameterPlace = (cls: Class, index: number): string => `${cls.name} constructor parameter ${index + 1}`;

/** The class whose constructor makes a `cls`, and its parameter types. A class without a constructor uses that of its base. */
function constructorOf(cls: Class): { readonly owner: Class; readonly types: readonly unknown[] | undefined } {
  for (const owner of lineage(cls)) {
    const types = readOwnConstructorTypes(owner);
    const isOwn = types !== undefined || owner.length > 0 || readOwn(owner).some(isParameterRecord);
    if (isOwn) return { owner, types };
  }
  return { owner: cls, types: [] };
}

/** What each constructor parameter receives. A parameter without a known type is reported and omitted. */
export function readParameters(cls: Class, report: Report): readonly ParameterModel[] {
  const { owner, types } = constructorOf(cls);
  if (!types) {
    // Compilers emit the types if the class or one of its constructor parameters has a decorator. Decorators on methods do not
    // count.
    const isDecorated = readOwn(owner).some((record) => !('member' in record));
    const fix = isDecorated
      ? 'compile with emitDecoratorMetadata (tsc, swc); runners built on esbuild do not emit it'
      : 'decorate the class with @Injectable(), and compile with emitDecoratorMetadata (tsc, swc)';
    report.problem(`${owner.name} constructor`, 'the types of its parameters are missing', fix);
    return [];
  }
  const records = readOwn(owner);
  return types.flatMap((type, index) => {
    const mine = records.filter(
      (record): record is BucketRecord | InjectRecord => 'index' in record && record.index === index,
    );
    const where = parameterPlace(owner, index);
    if (mine.length > 1) report.problem(where, 'more than one decorator says what to inject', 'keep one of them');
    const parameter = mine[0] ? fromDecorator(mine[0], where, report) : fromType(type, where, report);
    return parameter ? [parameter] : [];
  });
}

/** The buckets that constructor parameters declare or use. */
export function readParameterBuckets(cls: Class): readonly Declaration<BucketRecord>[] {
  const { owner } = constructorOf(cls);
  return readOwn(owner)
    .filter(
      (record): record is BucketRecord & { index: number } => record.kind === 'bucket' && record.index !== undefined,
    )
    .sort((a, b) => a.index - b.index)
    .map((record) => ({ record, where: parameterPlace(owner, record.index) }));
}

function fromDecorator(record: BucketRecord | InjectRecord, where: string, report: Report): ParameterModel | undefined {
  if (record.kind === 'bucket') {
    const { schema, raw = false } = record.options;
    return { kind: 'bucket', bucket: record.name, raw, ...withoutUndefined({ schema }) };
  }
  const { token } = record;
  if (typeof token === 'function') return { kind: 'class', type: ownType(token) };
  if (typeof token?.token === 'symbol') return { kind: 'token', token: token.token, name: tokenName(token.token) };
  report.problem(
    where,
    '@Inject has no token',
    'pass what defineToken returned, or a class; in an import cycle it is undefined',
  );
  return undefined;
}

export const tokenName = (token: symbol): string => token.description ?? 'unnamed';

function fromType(type: unknown, where: string, report: Report): ParameterModel | undefined {
  if (typeof type === 'function' && !valueTypes.includes(type)) return { kind: 'class', type: ownType(type as Class) };
  const found = typeof type === 'function' ? type.name : String(type);
  const text = `its class is not known at run time (${found}): an interface or a value, an 'import type' of a class, or an import cycle`;
  report.problem(where, text, 'import the class itself, or use @Inject(token)');
  return undefined;
}
