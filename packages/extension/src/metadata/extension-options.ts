import type { OptionNames } from '@symphony-ts/contract';
import type { ObservabilityOptions } from '@symphony-ts/observability';
import type { Class } from '../model/extension-model.js';

/** Options of `@Extension`: the identity of an extension. */
export interface ExtensionOptions {
  /** First part of its subjects, pages and buckets: unique on the platform, lower case, at most 48 characters. */
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
   * A hand-written OpenAPI document in JSON or YAML: its text, or a file. It replaces the document made from `@Rest`. A
   * relative file path starts at the package of the class.
   */
  readonly openapi?: string | URL;
  /** More classes with handlers of this extension. They use the same method and parameter decorators. */
  readonly parts?: readonly Class[];
  /**
   * Records traces, metrics and logs. The endpoints `metrics`, `logs` and `traces` show them. `true` records within the default
   * bounds. The same option of `createApplication` overrides this one. Default `false`.
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
