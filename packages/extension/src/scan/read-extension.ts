import { isPrefix, isSchema, isVersion, RESERVED_PREFIXES, withoutUndefined } from '@symphony-ts/contract';
import type { ExtensionOptions } from '../metadata/extension-options.js';
import { lineage, readOwn } from '../metadata/store.js';
import type { Class, ExtensionModel, HooksModel } from '../model/extension-model.js';
import { checkOptions } from './check-options.js';
import { checkSubjects } from './check-subjects.js';
import { readClassDeclarations } from './class-declarations.js';
import type { Scan } from './declaration.js';
import { type Declaration, declared, handled, writtenText } from './declaration.js';
import type { ExtensionSource } from './extension-source.js';
import { readBuckets } from './read-buckets.js';
import { readCapabilities } from './read-capabilities.js';
import { checkMetadata, readEndpoints, readInstanceHandlers } from './read-endpoints.js';
import { readCommands, readSubscriptions } from './read-messages.js';
import { readMenus, readRoutes, readWidgets } from './read-navigation.js';
import { readParameterBuckets, readParameters } from './read-parameters.js';
import { readResources } from './read-resources.js';
import { readRest } from './read-rest.js';
import { Report } from './report.js';

/** True for a class that carries `@Extension`, its own or inherited. */
export const isExtensionClass = (cls: Class): boolean =>
  lineage(cls).some((ancestor) => readOwn(ancestor).some((record) => record.kind === 'extension'));

/**
 * Reads one extension class. Throws `InvalidModuleError` with all its problems. Problems that only a whole application can show
 * (providers, other extensions) are found by `readApplication`.
 */
export function readExtension(cls: Class): ExtensionModel {
  const report = new Report();
  const model = scanClass(cls, report);
  report.assertSound();
  // A class without a model has at least one problem, so the line above has thrown.
  return model as ExtensionModel;
}

/** Reads one extension class into a model and a report. There is no model if the class has no `@Extension`. */
export function scanClass(cls: Class, report: Report): ExtensionModel | undefined {
  const own = readClassDeclarations(cls, report);
  const [extension] = declared(own, 'extension');
  if (!extension) {
    report.problem(cls.name, 'it has no @Extension', 'add @Extension({ prefix, name, version })');
    return undefined;
  }
  if (readOwn(cls).filter(({ kind }) => kind === 'extension').length > 1) {
    report.problem(cls.name, 'it has @Extension twice', 'write it once');
  }
  const { options, from } = extension.record;
  const listed: readonly (Class | undefined)[] = options.parts ?? [];
  const members = [...own, ...listed.flatMap((part) => readPart(cls, part, report))];
  const parts = listed.filter((part) => typeof part === 'function');
  const parameters = new Map([cls, ...parts].map((part) => [part, readParameters(part, report)]));
  const buckets = [cls, ...parts].flatMap(readParameterBuckets);
  return scanExtension(
    { where: cls.name, options, from, target: cls, declarations: [...members, ...buckets], parameters },
    report,
  );
}

function readPart(cls: Class, part: Class | undefined, report: Report): readonly Declaration[] {
  if (typeof part !== 'function') {
    report.problem(
      `${cls.name} @Extension`,
      'a part is not a class',
      'list classes; in an import cycle one is undefined',
    );
    return [];
  }
  if (isExtensionClass(part)) {
    report.problem(part.name, `it is a part of ${cls.name} and an extension too`, 'keep it one of them');
  }
  return readClassDeclarations(part, report);
}

/** Checks the declarations and makes the model. */
export function scanExtension(source: ExtensionSource, report: Report): ExtensionModel {
  const { where, options, from, target, declarations, parameters } = source;
  checkIdentity(where, options, report);
  checkOptions(source, report);
  // Decorators of classes are reported with their members.
  for (const { where: place, record } of target ? [] : declared(declarations, 'misplaced')) {
    report.problem(place, `${record.decorator} does not belong here`, record.fix);
  }
  const { prefix, name, version, description = '', openapi, observability, parts = [] } = options;
  const scan: Scan = { prefix, name, declarations, report };
  const handlers = {
    endpoints: readEndpoints(scan),
    rest: readRest(scan),
    instanceHandlers: readInstanceHandlers(scan),
    subscriptions: readSubscriptions(scan),
    commands: readCommands(scan),
  };
  checkSubjects({ prefix, ...handlers }, report);
  const resources = readResources(scan);
  const routes = readRoutes(scan, resources);
  return freeze({
    prefix,
    name,
    version,
    description,
    metadata: { ...options.metadata },
    parts: [...parts],
    parameters,
    capabilities: readCapabilities(scan, handlers),
    ...handlers,
    hooks: readHooks(scan),
    buckets: readBuckets(declared(declarations, 'bucket'), report),
    resources,
    routes,
    menus: readMenus(scan, routes),
    widgets: readWidgets(scan, resources),
    ...withoutUndefined({ openapi, observability, target, declaredIn: from }),
  });
}

function checkIdentity(where: string, options: ExtensionOptions, report: Report): void {
  const { prefix, name, version, metadata } = options;
  const place = `${where} @Extension`;
  if (!isPrefix(writtenText(prefix))) {
    const fix = 'begin with a lower-case letter, go on with letters, digits, _ and -, 48 characters at most';
    report.problem(place, `'${writtenText(prefix)}' cannot be a prefix`, fix);
  }
  if (RESERVED_PREFIXES.includes(prefix)) {
    report.problem(place, `the platform keeps the prefix '${prefix}' for itself`, 'choose another one');
  }
  if (typeof name !== 'string' || name.trim() === '') report.problem(place, 'it has no name', "add name: 'Catalog'");
  if (typeof version !== 'string' || !isVersion(version)) {
    report.problem(place, `'${writtenText(version)}' is not a version`, 'write a semantic version such as 1.0.0');
  }
  checkMetadata(place, metadata, report);
  const { openapi } = options;
  if (openapi !== undefined && typeof openapi !== 'string' && !(openapi instanceof URL)) {
    report.problem(
      place,
      'openapi is neither text nor a URL',
      'give the document as text, or the path or URL of its file',
    );
  }
}

const isPlain = (value: object): boolean => Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;

/**
 * Freezes lists and records at every depth. It does not freeze schemas, URLs, classes and `meta`, because these objects belong
 * to the author.
 */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || !isPlain(value) || isSchema(value)) return value;
  for (const [key, inner] of Object.entries(value)) if (key !== 'meta') freeze(inner);
  return Object.freeze(value);
}

/** `@OnStart`, `@OnStop`, `@OnRebalance` and `@OnEnforcement`: base class first, then in the order of the source. */
function readHooks({ declarations }: Scan): HooksModel {
  const of = (kind: keyof HooksModel) => handled(declarations, kind).map((declaration) => declaration.handler);
  return { start: of('start'), stop: of('stop'), rebalance: of('rebalance'), enforcement: of('enforcement') };
}
