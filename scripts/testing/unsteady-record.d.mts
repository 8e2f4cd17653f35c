export interface Outcome {
  readonly steady: readonly string[];
  readonly unsteady: readonly string[];
}
export declare function noteUnsteady(end: string, outcome: Outcome): Promise<string[]>;
export declare function compareRuns(
  before: readonly string[],
  outcome: Outcome,
): { readonly next: string[]; readonly again: string[] };
