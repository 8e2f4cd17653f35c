/** One comparison: in each round, what ours cost divided by what the other cost. */
export interface Comparison {
  /** The benchmark. */
  readonly what: string;
  /** What is measured. */
  readonly case: string;
  /** What it is compared with. */
  readonly beside: string;
  /** The ratio should be at most this; what ours is only compared with has none. */
  readonly goal?: number | undefined;
  readonly ratios: readonly number[];
}

/** Prints one comparison with its goal, and keeps it for docs/benchmarks.json where `npm run bench` collects. */
export function reportRatio(comparison: Comparison): void;

/** What each subject costs in each round; the order changes from round to round. */
export function interleave<N extends string>(
  subjects: Readonly<Record<N, () => Promise<number>>>,
  rounds: number,
): Promise<Record<N, number[]>>;

/** Round by round, what `of` cost beside `base`. */
export function ratiosOf(of: readonly number[], base: readonly number[]): number[];
