import type { MetadataRecord, RecordKind, RecordOf } from '../metadata/records.js';
import { takesInput } from '../metadata/store.js';
import type { HandlerRef } from '../model/extension-model.js';
import type { Report } from './report.js';

/** One extension during the scan: the state that its readers share. */
export interface Scan {
  readonly prefix: string;
  readonly name: string;
  readonly declarations: readonly Declaration[];
  readonly report: Report;
}

/** A record with its place: its name in messages, and its handler. */
export interface Declaration<R extends MetadataRecord = MetadataRecord> {
  readonly record: R;
  /** Class and member, or class and decorator. */
  readonly where: string;
  /** Omitted for a decorator on a class. */
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

/** A declaration with a handler. */
export type Handled<K extends RecordKind> = Declaration<RecordOf<K>> & { readonly handler: HandlerRef };

/** The declarations of one kind that have a handler. A missing handler was reported when the record was read. */
export function handled<K extends RecordKind>(declarations: readonly Declaration[], kind: K): readonly Handled<K>[] {
  return declared(declarations, kind).filter(
    (declaration): declaration is Handled<K> => declaration.handler !== undefined,
  );
}

/** Whether calls of a method begin with an input. `undefined` for functions, which have several ways to take arguments. */
export const inputOf = ({ record, handler }: Handled<RecordKind>): { readonly takesInput?: boolean } =>
  handler.kind === 'method' && !takesInput(handler.owner, record) ? { takesInput: false } : {};

/** The text of an option. In JavaScript, an author can write any value here; one that is not text counts as an empty text. */
export const writtenText = (value: unknown): string => (typeof value === 'string' ? value : '');
