/** The settings of a client process. */
export interface ClientSettings {
  readonly servers: readonly string[];
  readonly bucket: string;
  readonly process: number;
  readonly seed: number;
  readonly operations: number;
  /** Number of operations at the same time, on one connection. */
  readonly lanes: number;
}

/** The kinds of keys, by the first letter of the name. A kind decides how its keys are read and written. */
export const keyKinds = {
  /** Read with `consistent: true`. */
  consistent: 'c',
  /** Read with plain reads. */
  session: 's',
  /** Only counted up, with `update`. */
  counter: 'n',
  /** Some reads return an old value on purpose, to test the check. */
  control: 'x',
} as const;

/** Number of keys of each kind: each key gets some hundred operations, and clients still meet on the same keys. */
export const keysOf = (operations: number): number => Math.max(2, Math.round(operations / 800));
