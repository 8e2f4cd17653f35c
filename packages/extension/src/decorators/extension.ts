import { noteDecorated } from '../metadata/decorated-classes.js';
import { callerFile } from '../metadata/caller-file.js';
import type { ExtensionOptions } from '../metadata/extension-options.js';
import { append } from '../metadata/store.js';
import { answerWireNames } from '../metadata/wire-names.js';
import type { AnyConstructor } from './app-module.js';

/** Makes a class an extension. Its other decorators declare what it offers. */
export function Extension(options: ExtensionOptions): (target: AnyConstructor) => void {
  const from = callerFile(Extension);
  return (target) => {
    append(target, { kind: 'extension', options: { ...options }, from });
    answerWireNames(target);
    noteDecorated(target);
  };
}
