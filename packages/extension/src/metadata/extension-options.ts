import type { OptionNames } from '@symphony-ts/contract';
import type { ObservabilityOptions } from '@symphony-ts/observability';
import type { Class } from '../model/extension-model.js';

/** Identity of an extension. */
export interface ExtensionOptions {
  /** Names its subjects, pages and buckets on the platform: unique, lower case, at most 48 characters. */
  readonly prefix: string;
  /** The name people see. */
  readonly name: string;
  /** A semantic version such as `1.0.0`. */
  readonly version: string;
  /** What the extension does, for people. */
  readonly description?: string;
  /** Metadata of the service in discovery. */
  readonly metadata?: Readonly<Record<string, string>>;
  /**
   * A hand-written OpenAPI document, JSON or YAML, in place of the one made from `@Rest`: its text, or a file. A relative
   * file starts at the package that holds the class.
   */
  readonly openapi?: string | URL;
  /** Classes that hold some of the handlers, with the same method and parameter decorators. */
  readonly parts?: readonly Class[];
  /**
   * Records traces, metrics and logs, and shows them at the endpoints `metrics`, `logs` and `traces`. `true` stands for the
   * default bounds. The same option of `createApplication` overrides it. Default `false`.
   */
  readonly observability?: boolean | ObservabilityOptions;
}

/** What `defineExtension` returns, as far as a list of extensions needs to know. */
export interface DefinedExtension {
  readonly kind: 'extension-definition';
  readonly options: ExtensionOptions;
}

/** The names of {@link ExtensionOptions}. */
export const extensionOptionNames = {
  prefix: true,
  name: true,
  version: true,
  description: true,
  metadata: true,
  openapi: true,
  parts: true,
  observability: true,
} as const satisfies OptionNames<ExtensionOptions>;
