/** One comparison. Each ratio is our cost divided by the other cost, in one round. */
export interface Comparison {
  /** The benchmark. */
  readonly what: string;
  /** The measured case. */
  readonly case: string;
  /** The implementation that it is compared with. */
  readonly beside: string;
  /** The largest ratio that meets the goal. Absent for a comparison without a goal. */
  readonly goal?: number | undefined;
  readonly ratios: readonly number[];
}

/** Prints one comparison with its goal. If `npm run bench` collects, it also stores the comparison for docs/benchmarks.json. */
export function reportRatio(comparison: Comparison): void;

/** Measures each subject in each round. The order changes from round to round. */
export function interleave<N extends string>(
  subjects: Readonly<Record<N, () => Promise<number>>>,
  rounds: number,
): Promise<Record<N, number[]>>;

/** The ratio of `of` to `base` in each round. */
export function ratiosOf(of: readonly number[], base: readonly number[]): number[];
