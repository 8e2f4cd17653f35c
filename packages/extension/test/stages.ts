import { type ExtensionUnderTest, TestExtension, TestPlatform } from '@symphony-ts/testing';
import type { ExtensionDefinition, Providers } from '../src/index.js';

// oxlint-disable-next-line typescript/no-explicit-any -- constructors of any shape; the container fills their parameters
type Constructor<T> = new (...args: any[]) => T;

/** An environment in which an extension runs. */
export interface Stage {
  create<T extends object, const P extends readonly unknown[] = []>(
    extension: Constructor<T> | ExtensionDefinition,
    options?: { readonly providers?: Providers<P> },
  ): Promise<ExtensionUnderTest<T>>;
  stop(): Promise<void>;
}

async function fakes(): Promise<Stage> {
  const made: TestExtension<object>[] = [];
  return {
    async create(extension, options) {
      const testExtension = await TestExtension.create(extension, options);
      made.push(testExtension);
      return testExtension;
    },
    async stop() {
      for (const extension of made) await extension.stop();
    },
  };
}

/** The environments for every behaviour, for `describe.each`. All of them must behave in the same way. */
export const stages: readonly (readonly [name: string, open: () => Promise<Stage>])[] = [
  ['on fakes', fakes],
  ['on a platform', () => TestPlatform.start()],
];
