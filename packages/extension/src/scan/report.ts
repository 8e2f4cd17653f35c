import { InvalidModuleError, type Problem } from '@symphony-ts/contract';

/** Gathers all problems of a module, so that its author sees them together. */
export class Report {
  readonly #problems: Problem[] = [];
  readonly #warnings: Problem[] = [];

  /** Adds a problem: its place, what is wrong, and what to write instead. */
  problem(where: string, text: string, fix: string): void {
    this.#problems.push({ where, text, fix });
  }

  /** Adds a warning about something that works but is probably not intended. */
  warn(where: string, text: string, fix: string): void {
    this.#warnings.push({ where, text, fix });
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  get warnings(): readonly Problem[] {
    return this.#warnings;
  }

  /** Throws `InvalidModuleError` with all problems, if there are any. */
  assertSound(): void {
    if (this.#problems.length > 0) throw new InvalidModuleError({ problems: [...this.#problems] });
  }
}
