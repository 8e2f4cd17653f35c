import { InvalidModuleError, type Problem } from '@symphony-ts/contract';

/** Gathers what is wrong with a module, so that its author sees everything at once. */
export class Report {
  readonly #problems: Problem[] = [];
  readonly #warnings: Problem[] = [];

  /** What is wrong at `where`, and what to write instead. */
  problem(where: string, text: string, fix: string): void {
    this.#problems.push({ where, text, fix });
  }

  /** What works, but probably not as meant. */
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
