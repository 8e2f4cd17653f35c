/**
 * A request of one client about one key, and its outcome. Times are milliseconds of the machine's monotonic clock, which all
 * processes share. Every value is written only once.
 */
export interface Operation {
  /** The process. The guarantees of a session apply to its connection. */
  readonly process: number;
  readonly key: string;
  readonly call: number;
  /** `Infinity` if the outcome is unknown: the operation may still take effect at any later time. */
  readonly end: number;
  readonly action: Action;
}

/** An action with its outcome. An action without effect and without information is not in a history. */
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

/** The result of a read. */
export interface Found {
  readonly value: string;
  readonly revision: number;
}

/** A rule that a history violates. */
export interface Violation {
  readonly key: string;
  readonly rule: 'linearizable' | 'one revision for each write' | 'read your writes' | 'monotonic reads';
  readonly what: string;
}

/** The operations of each key. Keys of a bucket are independent. */
export function byKey(history: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const result = new Map<string, Operation[]>();
  for (const operation of history) {
    const list = result.get(operation.key);
    if (list) list.push(operation);
    else result.set(operation.key, [operation]);
  }
  return result;
}
