/** What a client process of the history is told. */
export interface ClientSettings {
  readonly servers: readonly string[];
  readonly bucket: string;
  readonly process: number;
  readonly seed: number;
  readonly operations: number;
  /** Sequences of operations at the same time, on one connection. */
  readonly lanes: number;
}

/** How keys are read, by the first letter of their names. */
export const keyKinds = {
  /** By `consistent: true`. */
  consistent: 'c',
  /** By plain reads. */
  session: 's',
  /** Counted up by `update` alone. */
  counter: 'n',
  /** By reads that now and then give back an old value, on purpose. */
  control: 'x',
} as const;

/** Keys of each kind: so many that a key has some hundred operations, so few that clients meet. */
export const keysOf = (operations: number): number => Math.max(2, Math.round(operations / 800));
