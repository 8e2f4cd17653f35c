/**
 * What one client asked of one key, and what came of it. Times are milliseconds of the machine's monotonic clock, which all
 * processes share. Every value that is written is written once.
 */
export interface Operation {
  /** The process, whose connection gives the guarantees of a session. */
  readonly process: number;
  readonly key: string;
  readonly call: number;
  /** `Infinity` where it is not known whether it took effect: it may still do so at any later time. */
  readonly end: number;
  readonly action: Action;
}

/** An action with its outcome. What certainly had no effect and told nothing is left out of a history. */
export type Action =
  | { readonly kind: 'get'; readonly found: Found | undefined }
  | { readonly kind: 'put'; readonly value: string; readonly revision?: number | undefined }
  | {
      readonly kind: 'create';
      readonly value: string;
      readonly revision?: number | undefined;
      readonly exists?: boolean;
    }
  | {
      readonly kind: 'update';
      readonly value: string;
      readonly expected: number;
      readonly revision?: number | undefined;
      readonly conflict?: boolean;
    }
  | { readonly kind: 'delete'; readonly id: string };

/** What a read found. */
export interface Found {
  readonly value: string;
  readonly revision: number;
}

/** A rule that a history breaks. */
export interface Violation {
  readonly key: string;
  readonly rule: 'linearizable' | 'one revision for each write' | 'read your writes' | 'monotonic reads';
  readonly what: string;
}

/** The operations of each key, which a bucket keeps apart. */
export function byKey(history: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const result = new Map<string, Operation[]>();
  for (const operation of history) {
    const list = result.get(operation.key);
    if (list) list.push(operation);
    else result.set(operation.key, [operation]);
  }
  return result;
}
