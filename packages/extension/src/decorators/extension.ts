import { callerFile } from '../metadata/caller-file.js';
import { noteDecorated } from '../metadata/decorated-classes.js';
import type { ExtensionOptions } from '../metadata/extension-options.js';
import { append } from '../metadata/store.js';
import { answerWireNames } from '../metadata/wire-names.js';
import type { AnyConstructor } from './app-module.js';
import { assertCalled } from './assert-called.js';
import { onClass } from './record-class.js';

/**
 * Makes a class an extension. Other decorators declare its endpoints, buckets and pages.
 *
 * @example <!-- test/guides/entry-points.examples.ts#extension -->
 * ```ts
 * @Extension({ prefix: 'greeter', name: 'Greeter', version: '1.0.0', description: 'Greets people' })
 * export class Greeter {
 *   @Endpoint({ request: z.object({ name: z.string() }) })
 *   greet({ name }: { name: string }) {
 *     return { message: `Hello, ${name}!` };
 *   }
 * }
 * ```
 */
export function Extension(options: ExtensionOptions): (target: AnyConstructor) => void;
export function Extension(options: ExtensionOptions, ...more: unknown[]): (target: AnyConstructor) => void {
  assertCalled('@Extension', [options, ...more]);
  const from = callerFile(Extension);
  return onClass('extension', (cls) => {
    append(cls, { kind: 'extension', options: { ...options }, from });
    answerWireNames(cls);
    noteDecorated(cls);
  });
}
