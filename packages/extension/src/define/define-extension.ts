import { callerFile } from '../metadata/caller-file.js';
import type { MetadataRecord } from '../metadata/records.js';
import type { Declaration } from '../scan/declaration.js';
import type { ExtensionDefinition } from '../scan/extension-source.js';
import {
  type DefinedResource,
  type DefinitionOptions,
  declarationNames,
  definitionOptionNames,
} from './definition-options.js';
import type { AnyHandler } from './handlers.js';

/**
 * Builds an extension in code, without a class. It has the same checks and the same runtime as a class with decorators. Pass
 * the result to `createApplication`, export it from a module, or list it in `@AppModule`. `createApplication` reports the
 * problems of the definition; this function reports none.
 *
 * @example <!-- test/guides/entry-points.examples.ts#define-extension -->
 * ```ts
 * export const echo = defineExtension({
 *   prefix: 'echo',
 *   name: 'Echo',
 *   version: '1.0.0',
 *   endpoints: { say: endpoint({ request: z.string() }, (text) => text) },
 * });
 * ```
 */
export function defineExtension(options: DefinitionOptions): ExtensionDefinition {
  const from = callerFile(defineExtension);
  const { name } = options;
  return {
    kind: 'extension-definition',
    where: name,
    from,
    options: identityOf(options),
    optionNames: definitionOptionNames,
    parameters: new Map(),
    declarations: [...contributions(options, from), ...handlers(options)],
  };
}

/** The options that are not declarations: the identity of the extension, and unknown options, which the scan refuses. */
const identityOf = (options: DefinitionOptions): ExtensionDefinition['options'] =>
  Object.fromEntries(
    Object.entries(options).filter(([name]) => !Object.hasOwn(declarationNames, name)),
  ) as unknown as ExtensionDefinition['options']; // the type of the options says the rest

const at = (where: string, record: MetadataRecord): Declaration => ({ where, record });

/** Declarations without a function, and computed resources. */
function contributions(options: DefinitionOptions, from: string | undefined): readonly Declaration[] {
  const { name } = options;
  return [
    ...(options.capabilities ?? []).map(({ type, subject, description, ...rest }) =>
      at(`${name} capability '${subject}'`, { kind: 'capability', type, subject, description, options: rest }),
    ),
    ...(options.buckets ?? []).map(({ name: bucket, ...rest }) =>
      at(`${name} bucket '${bucket}'`, { kind: 'bucket', name: bucket, options: rest }),
    ),
    ...(options.resources ?? []).map((definedResource) => resource(name, definedResource, from)),
    ...(options.help ? [at(`${name} help`, { kind: 'help', options: options.help, from })] : []),
    ...(options.routes ?? []).map(({ path, uri, ...rest }) =>
      at(`${name} route '${path}'`, { kind: 'route', path, uri, options: rest }),
    ),
    ...(options.menus ?? []).map(({ group, item, route, icon, ...rest }) =>
      at(`${name} menu '${group}', '${item}'`, { kind: 'menu', group, item, route, icon, options: rest }),
    ),
    ...(options.widgets ?? []).map(({ uri, title, notes, ...rest }) =>
      at(`${name} widget '${uri}'`, { kind: 'widget', uri, title, notes, options: rest }),
    ),
  ];
}

function resource(name: string, { uri, compute, ...options }: DefinedResource, from: string | undefined): Declaration {
  const where = `${name} resource '${uri}'`;
  if (!compute) return at(where, { kind: 'resource', uri, options, from });
  return withHandler(where, { kind: 'resource', uri, options, from, member: uri }, compute);
}

const withHandler = (where: string, record: MetadataRecord, run: AnyHandler): Declaration => ({
  where,
  record,
  handler: { kind: 'function', label: where, run },
});

function handlers(options: DefinitionOptions): readonly Declaration[] {
  const { name } = options;
  return [
    ...misplacedValues(options),
    ...byName(options.endpoints).map(([member, { options, run }]) =>
      withHandler(`${name}.${member}`, { kind: 'endpoint', member, name: options.name, options }, run),
    ),
    ...byName(options.rest).map(([member, { method, path, options, run }]) =>
      withHandler(`${name}.${member}`, { kind: 'rest', member, method, path, options }, run),
    ),
    ...byName(options.instanceHandlers).map(([member, { options, run }]) =>
      withHandler(
        `${name} instance handler '${member}'`,
        { kind: 'instance-handler', member, name: member, options },
        run,
      ),
    ),
    ...(options.subscriptions ?? [])
      .filter(isHandler)
      .map(({ subject, options, run }) =>
        withHandler(`${name} subscription '${subject}'`, { kind: 'subscribe', member: subject, subject, options }, run),
      ),
    ...byName(options.commands).map(([member, { options, run }]) =>
      withHandler(`${name} command '${member}'`, { kind: 'command', member, name: member, options }, run),
    ),
    ...hooks(options),
  ];
}

/** Which function makes the handlers of each kind. */
const makers = {
  endpoints: 'endpoint',
  rest: 'rest',
  instanceHandlers: 'endpoint',
  subscriptions: 'subscription',
  commands: 'command',
} as const;

const isHandler = (value: unknown): boolean => typeof Reflect.get(Object(value), 'run') === 'function';

function byName<T>(given: Readonly<Record<string, T>> = {}): readonly (readonly [string, T])[] {
  return Object.entries(given).filter(([, handler]) => isHandler(handler));
}

/** Values in the place of handlers that are not handlers, such as a function alone. The scan reports them. */
function misplacedValues(options: DefinitionOptions): readonly Declaration[] {
  return Object.entries(makers).flatMap(([kind, maker]) =>
    Object.entries(Object(options[kind as keyof typeof makers]))
      .filter(([, value]) => !isHandler(value))
      .map(([member, value]) => {
        const place = maker === 'subscription' ? `subscription ${Number(member) + 1}` : member;
        return at(`${options.name}.${place}`, { kind: 'misplaced', member: place, ...misplacement(maker, value) });
      }),
  );
}

function misplacement(maker: string, value: unknown): { readonly decorator: string; readonly fix: string } {
  // A program without a type check wrote `endpoint(run)`: the function is in the place of the options.
  return typeof Reflect.get(Object(value), 'kind') === 'string'
    ? {
        decorator: 'a handler without a function',
        fix: `pass ${maker}(…) its options, {} for none, and then the function`,
      }
    : { decorator: `this ${typeof value}`, fix: `write ${maker}(…) around the function` };
}

function hooks({ name, onStart, onStop, onRebalance, onEnforcement }: DefinitionOptions): readonly Declaration[] {
  const hook = (kind: 'start' | 'stop' | 'rebalance' | 'enforcement', member: string, run: AnyHandler | undefined) =>
    run ? [withHandler(`${name}.${member}`, { kind, member }, run)] : [];
  return [
    ...hook('start', 'onStart', onStart),
    ...hook('stop', 'onStop', onStop),
    ...hook('rebalance', 'onRebalance', onRebalance),
    ...hook('enforcement', 'onEnforcement', onEnforcement),
  ];
}
