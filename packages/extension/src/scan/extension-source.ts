import type { DefinedExtension, ExtensionOptions } from '../metadata/extension-options.js';
import type { Class, ParameterPlan } from '../model/extension-model.js';
import type { Declaration } from './declaration.js';

/** What was declared for one extension, by decorators or in code. */
export interface ExtensionSource {
  /** How messages name it: its class, or its name. */
  readonly where: string;
  readonly options: ExtensionOptions;
  /** What its options may be called. Default: those of `@Extension`. */
  readonly optionNames?: Readonly<Record<string, true>>;
  /** File of the module that declared it. */
  readonly from: string | undefined;
  /** Absent for an extension written in code. */
  readonly target?: Class;
  readonly declarations: readonly Declaration[];
  readonly parameters: ParameterPlan;
}

/** An extension written in code. Hand it to `createApplication` or list it in `@AppModule`, as a class is. */
export interface ExtensionDefinition extends ExtensionSource, DefinedExtension {
  /** What was defined. */
  readonly options: ExtensionOptions;
}

/** True for what `defineExtension` returned. */
export const isDefinition = (value: unknown): value is ExtensionDefinition =>
  typeof value === 'object' &&
  value !== null &&
  (value as Partial<ExtensionDefinition>).kind === 'extension-definition';
