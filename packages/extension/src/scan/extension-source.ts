import type { DefinedExtension, ExtensionOptions } from '../metadata/extension-options.js';
import type { Class, ParameterPlan } from '../model/extension-model.js';
import type { Declaration } from './declaration.js';

/** The declarations of one extension, by decorators or in code. */
export interface ExtensionSource {
  /** Name of the extension in messages: its class, or its name. */
  readonly where: string;
  readonly options: ExtensionOptions;
  /** The names of its options. Default: the names of the options of `@Extension`. */
  readonly optionNames?: Readonly<Record<string, true>>;
  /** File of the module that declares it. */
  readonly from: string | undefined;
  /** Absent for an extension written in code. */
  readonly target?: Class;
  readonly declarations: readonly Declaration[];
  readonly parameters: ParameterPlan;
}

/** An extension in code. Pass it to `createApplication` or list it in `@AppModule`, as you do with a class. */
export interface ExtensionDefinition extends ExtensionSource, DefinedExtension {
  /** The options that `defineExtension` received. */
  readonly options: ExtensionOptions;
}

/** True for what `defineExtension` returned. */
export const isDefinition = (value: unknown): value is ExtensionDefinition =>
  typeof value === 'object' &&
  value !== null &&
  (value as Partial<ExtensionDefinition>).kind === 'extension-definition';
