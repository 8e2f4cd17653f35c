import { type Problem, telemetrySignals } from '@symphony-ts/contract';
import type { ObservabilityOptions } from '@symphony-ts/observability';
import { decoratedWith } from '../metadata/decorated-classes.js';
import type { ApplicationModel, ExtensionModel, ProviderModel } from '../model/extension-model.js';
import { memberName } from '../model/extension-model.js';
import { completeProviders } from './complete-providers.js';
import { isDefinition } from './extension-source.js';
import { type ExtensionForm, findRoot, formName } from './find-root.js';
import { scanClass, scanExtension } from './read-extension.js';
import { readProviders } from './read-providers.js';
import { Report } from './report.js';

export interface ReadOptions {
  /** Providers that replace those of the module, for tests. */
  readonly providers?: readonly unknown[];
  /** Takes precedence over the options of the extensions. */
  readonly observability?: boolean | ObservabilityOptions | undefined;
}

/** An application, and warnings about things that work but are probably not intended. */
export interface ScannedApplication {
  readonly model: ApplicationModel;
  readonly warnings: readonly Problem[];
}

/**
 * Reads a whole application from an `@AppModule` class, an extension (a class or a definition), or the exports of a
 * module that has extensions. It creates no instance and opens no connection.
 *
 * @throws `INVALID_MODULE` with every problem of every class at once
 */
export function readApplication(source: unknown, options: ReadOptions = {}): ScannedApplication {
  const report = new Report();
  const root = findRoot(source, typeof source === 'object' && source !== null ? decoratedWith(source) : [], report);
  const extensions = root.extensions.flatMap((form) => scanForm(form, report) ?? []);
  for (const model of extensions) {
    if (options.observability ?? model.observability) checkTelemetryNames(model, report);
  }
  checkPrefixes(root.extensions, extensions, report);
  const own = readProviders(root.name, root.providers, report);
  const overriding = readProviders('overriding', options.providers ?? [], report);
  const providers = completeProviders(extensions, replaced(own, overriding), report);
  report.assertSound();
  return { model: Object.freeze({ name: root.name, extensions, providers }), warnings: [...report.warnings] };
}

const scanForm = (form: ExtensionForm, report: Report): ExtensionModel | undefined =>
  isDefinition(form) ? scanExtension(form, report) : scanClass(form, report);

function replaced(own: readonly ProviderModel[], overriding: readonly ProviderModel[]): readonly ProviderModel[] {
  const provided = new Set(overriding.map((model) => model.provide));
  return [...own.filter((model) => !provided.has(model.provide)), ...overriding];
}

function checkTelemetryNames({ endpoints, rest, instanceHandlers }: ExtensionModel, report: Report): void {
  const ungrouped = endpoints.filter(({ group }) => group === undefined);
  for (const { name, handler } of [...ungrouped, ...rest, ...instanceHandlers]) {
    if (!telemetrySignals.some((signal) => signal === name)) continue;
    report.problem(
      memberName(handler),
      `observability gives out telemetry at '${name}'`,
      'give the endpoint another name, or leave observability off',
    );
  }
}

function checkPrefixes(forms: readonly ExtensionForm[], models: readonly ExtensionModel[], report: Report): void {
  const taken = new Map<string, ExtensionModel>();
  for (const model of models) {
    const first = taken.get(model.prefix);
    if (first) {
      const text = `prefix '${model.prefix}' belongs to ${first.target?.name ?? first.name} already`;
      report.problem(model.target?.name ?? model.name, text, 'give each extension a prefix of its own');
    }
    taken.set(model.prefix, first ?? model);
  }
  for (const [index, form] of forms.entries()) {
    if (forms.indexOf(form) < index) report.problem(formName(form), 'it is listed twice', 'list it once');
  }
}
