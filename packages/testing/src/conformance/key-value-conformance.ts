import { abortCases } from './abort-cases.js';
import { batchCases } from './batch-cases.js';
import type { MakeBucket, MakeLinkedBucket } from './conformance-case.js';
import { linkCases } from './link-cases.js';
import { optionCases } from './option-cases.js';
import { revisionCases } from './revision-cases.js';
import { valueCases } from './value-cases.js';
import { watchCases } from './watch-cases.js';

/** The two words of a test runner that the suite needs: jest, vitest and node:test have them. */
interface TestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (title: string, body: () => Promise<void>) => void;
}

const sections = {
  values: valueCases,
  revisions: revisionCases,
  watches: watchCases,
  batches: batchCases,
  aborts: abortCases,
  options: optionCases,
};

/**
 * Registers the tests that every implementation of `KeyValueBucket` must pass, the one over a server and the one in
 * memory alike. Each test asks `make` for a bucket of its own.
 */
export function keyValueConformance(
  name: string,
  make: MakeBucket,
  { describe, it }: TestRunner = globalThis as never,
): void {
  describe(`${name} as a KeyValueBucket`, () => {
    for (const [section, cases] of Object.entries(sections)) {
      describe(section, () => {
        for (const { title, run } of cases) it(title, () => run(make));
      });
    }
  });
}

/** The same for a broken connection between a bucket and its server. */
export function keyValueLinkConformance(
  name: string,
  make: MakeLinkedBucket,
  { describe, it }: TestRunner = globalThis as never,
): void {
  describe(`${name} as a KeyValueBucket whose link breaks`, () => {
    for (const { title, run } of linkCases) it(title, () => run(make));
  });
}
