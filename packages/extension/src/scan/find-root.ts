import { findUnknownOptions } from '@symphony-ts/contract';
import type { AppModuleRecord } from '../metadata/records.js';
import { lineage, readOwn } from '../metadata/store.js';
import type { Class } from '../model/extension-model.js';
import { type ExtensionDefinition, isDefinition } from './extension-source.js';
import { isExtensionClass } from './read-extension.js';
import type { Report } from './report.js';

/** The two forms of an extension: a class, or the result of `defineExtension`. */
export type ExtensionForm = Class | ExtensionDefinition;

/** The root of an application before it is read. */
export interface Root {
  readonly name: string;
  readonly extensions: readonly ExtensionForm[];
  readonly providers: readonly unknown[];
}

/** The options of `@AppModule`. */
const moduleOptionNames = { extensions: true, providers: true } as const;

const moduleRecord = (cls: Class): AppModuleRecord | undefined =>
  readOwn(cls).find((record) => record.kind === 'app-module');
const hasOwnExtension = (cls: Class): boolean => readOwn(cls).some((record) => record.kind === 'extension');
/** The name of an extension in messages. */
export const formName = (form: ExtensionForm): string => (isDefinition(form) ? form.where : form.name);

const valuesOf = (source: unknown): readonly unknown[] => {
  if (typeof source === 'function' || isDefinition(source)) return [source];
  if (typeof source !== 'object' || source === null) return [];
  const values: readonly unknown[] = Object.values(source);
  // A CommonJS module imported by an ES module has its exports below `default`.
  const inner: unknown = Reflect.get(source, 'default');
  return typeof inner === 'object' && inner !== null && !isDefinition(inner)
    ? [...values, ...Object.values(inner)]
    : values;
};

/**
 * Finds what to start: an `@AppModule` class, otherwise every extension. It looks at a class itself, or at the exports of a
 * module. `decorated` has the classes that were decorated while the module was imported, so that the error can name those that
 * are not exported.
 */
export function findRoot(source: unknown, decorated: readonly Class[], report: Report): Root {
  const values = [...new Set(valuesOf(source))];
  const classes = values.filter((value): value is Class => typeof value === 'function');
  const modules = classes.filter(moduleRecord);
  const [module, ...others] = modules;
  for (const other of others) {
    report.problem(
      other.name,
      `the module exports ${module?.name} as @AppModule already`,
      'export one @AppModule class',
    );
  }
  const extensions = values.filter(
    (value): value is ExtensionForm =>
      isDefinition(value) || (typeof value === 'function' && isExported(value as Class, source)),
  );
  if (module) return moduleRoot(module, extensions, report);
  if (extensions.length === 0) reportEmpty(source, decorated, report);
  else reportHidden(classes, decorated, report);
  const name = extensions.length === 1 && extensions[0] ? formName(extensions[0]) : 'application';
  return { name, extensions, providers: [] };
}

/** A class passed on its own may inherit its `@Extension`. Among exports, only classes with their own `@Extension` count. */
const isExported = (cls: Class, source: unknown): boolean =>
  cls === source ? isExtensionClass(cls) : hasOwnExtension(cls);

function moduleRoot(module: Class, exported: readonly ExtensionForm[], report: Report): Root {
  const { extensions, providers, options } = moduleRecord(module) as AppModuleRecord;
  const where = `${module.name} @AppModule`;
  for (const { text, fix } of findUnknownOptions(options, moduleOptionNames)) report.problem(where, text, fix);
  const listed: unknown = extensions;
  const forms = Array.isArray(listed) ? (listed as readonly unknown[]) : [];
  if (forms.length === 0) report.problem(where, 'it has no extensions', 'list them: { extensions: [Catalog] }');
  const known = forms.filter((form, index): form is ExtensionForm => {
    if (isDefinition(form) || typeof form === 'function') return true;
    const fix = 'list classes and definitions; in an import cycle one is undefined';
    report.problem(`${where} extension ${index + 1}`, 'it is not an extension', fix);
    return false;
  });
  for (const form of exported.filter((candidate) => !known.includes(candidate))) {
    report.warn(formName(form), `${module.name} does not list it, so it is not started`, `add it to ${where}`);
  }
  return { name: module.name, extensions: known, providers };
}

function reportEmpty(source: unknown, decorated: readonly Class[], report: Report): void {
  const where = typeof source === 'function' ? source.name : 'the module';
  const names = decorated.map((cls) => cls.name).join(', ');
  const text =
    typeof source === 'function'
      ? 'it is neither @AppModule nor @Extension'
      : 'it exports no @AppModule or @Extension class';
  report.problem(
    where,
    names === '' ? text : `${text}; decorated but not exported: ${names}`,
    'export the class that is to be booted',
  );
}

function reportHidden(exported: readonly Class[], decorated: readonly Class[], report: Report): void {
  const bases = new Set(exported.flatMap((cls) => lineage(cls)));
  for (const cls of decorated.filter((decoratedClass) => !bases.has(decoratedClass))) {
    report.warn(
      cls.name,
      'it is decorated but not exported, so it is not started',
      'export it, or list it in an @AppModule',
    );
  }
}
