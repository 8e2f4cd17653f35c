import type { Random } from './seed.js';

/** What a scenario is given. */
export interface Setting {
  readonly random: Random;
  readonly seed: number;
  /** How much longer than the short form, 1 for that. */
  readonly scale: number;
  readonly log: (text: string) => void;
}

/** What a scenario held to, and whether it did. */
export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** What came out of a scenario. `undefined` stands for what it does not measure. */
export interface Outcome {
  readonly acknowledged?: number;
  readonly lost?: number;
  readonly doubled?: number;
  readonly noticedMs?: number;
  readonly recoveredMs?: number;
  readonly goals: readonly Goal[];
}

/** One thing that breaks, with real processes. */
export interface Scenario {
  readonly name: string;
  /** What is done to what, in one sentence. */
  readonly what: string;
  run(setting: Setting): Promise<Outcome>;
}

/** A goal that a number must not go beyond. */
export const atMost = (goal: string, measured: number, limit: number, unit = ''): Goal => ({
  goal,
  measured: `${Math.round(measured)}${unit}`,
  isMet: measured <= limit,
});
