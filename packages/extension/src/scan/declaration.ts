import type { MetadataRecord, RecordKind, RecordOf } from '../metadata/records.js';
import { takesInput } from '../metadata/store.js';
import type { HandlerRef } from '../model/extension-model.js';
import type { Report } from './report.js';

/** One extension under scan: what its readers share. */
export interface Scan {
  readonly prefix: string;
  readonly name: string;
  readonly declarations: readonly Declaration[];
  readonly report: Report;
}

/** A record with its place: how messages name it, and which handler stands behind it. */
export interface Declaration<R extends MetadataRecord = MetadataRecord> {
  readonly record: R;
  /** Class and member, or class and decorator. */
  readonly where: string;
  /** Absent for what stands on a class. */
  readonly handler?: HandlerRef;
}

/** The declarations of one kind, in their order. */
export function declared<K extends RecordKind>(
  declarations: readonly Declaration[],
  kind: K,
): readonly Declaration<RecordOf<K>>[] {
  return declarations.filter(
    (declaration): declaration is Declaration<RecordOf<K>> => declaration.record.kind === kind,
  );
}

/** A declaration whose handler is known to be there. */
export type Handled<K extends RecordKind> = Declaration<RecordOf<K>> & { readonly handler: HandlerRef };

/** Those of one kind that have a handler. One without was reported when it was read. */
export function handled<K extends RecordKind>(declarations: readonly Declaration[], kind: K): readonly Handled<K>[] {
  return declared(declarations, kind).filter(
    (declaration): declaration is Handled<K> => declaration.handler !== undefined,
  );
}

/** Whether calls of a method begin with an input. Nothing is said of functions: each has its own way to take arguments. */
export const inputOf = ({ record, handler }: Handled<RecordKind>): { readonly takesInput?: boolean } =>
  handler.kind === 'method' && !takesInput(handler.owner, record) ? { takesInput: false } : {};

/** What an author wrote where text belongs. JavaScript lets anything through; whatever is not text reads as none. */
export const writtenText = (value: unknown): string => (typeof value === 'string' ? value : '');
