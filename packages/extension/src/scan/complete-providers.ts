import { readOwn } from '../metadata/store.js';
import type { Class, ExtensionModel, ParameterModel, ProviderModel } from '../model/extension-model.js';
import { classProvider, type Provided, providedName } from './read-providers.js';
import type { Report } from './report.js';
import { runtimeTypes } from './runtime-types.js';

/** True for a class that the container may construct although no module lists it, because it has `@Injectable()`. */
const isInjectable = (cls: Class): boolean => readOwn(cls).some((record) => record.kind === 'injectable');

interface Walk {
  readonly providers: Map<Provided, ProviderModel>;
  readonly parameters: ReadonlyMap<Class, readonly ParameterModel[]>;
  readonly settled: Set<Provided>;
  readonly report: Report;
}

/**
 * Follows every constructor, starting at the extensions. Adds the `@Injectable()` classes that parameters name by type. Reports
 * parameters without a provider, and classes that need each other, each with the path that leads there.
 */
export function completeProviders(
  extensions: readonly ExtensionModel[],
  listed: readonly ProviderModel[],
  report: Report,
): readonly ProviderModel[] {
  const providers = new Map(listed.map((model) => [model.provide, model]));
  const settled = new Set<Provided>();
  for (const { parameters } of extensions) {
    for (const cls of parameters.keys()) visit(cls, [], { providers, parameters, settled, report });
  }
  // The listed providers that no constructor asks for are checked as well.
  const parameters = new Map(extensions.flatMap((extension) => [...extension.parameters]));
  for (const { provide } of listed) visit(provide, [], { providers, parameters, settled, report });
  return [...providers.values()];
}

function visit(provided: Provided, path: readonly Provided[], walk: Walk): void {
  const start = path.indexOf(provided);
  if (start >= 0) {
    const cycle = [...path.slice(start), provided].map(providedName).join(' → ');
    const fix = 'move what they share to a class of its own, or ask for one of them later through a factory';
    walk.report.problem(providedName(provided), `constructors need each other: ${cycle}`, fix);
    walk.settled.add(provided);
    return;
  }
  if (walk.settled.has(provided)) return;
  for (const parameter of parametersOf(provided, path, walk)) {
    if (parameter.kind === 'class') visit(parameter.type, [...path, provided], walk);
    if (parameter.kind === 'token') visit(parameter.token, [...path, provided], walk);
  }
  walk.settled.add(provided);
}

/** The parameters of `provided`. Empty if the value already exists. */
function parametersOf(provided: Provided, path: readonly Provided[], walk: Walk): readonly ParameterModel[] {
  if (typeof provided !== 'symbol') {
    const own = walk.parameters.get(provided);
    if (own) return own;
    if (runtimeTypes.includes(provided) && !walk.providers.has(provided)) return [];
  }
  const known = walk.providers.get(provided);
  if (known) return known.kind === 'class' ? known.parameters : [];
  if (typeof provided !== 'symbol' && isInjectable(provided)) {
    const added = classProvider(provided, provided, walk.report);
    walk.providers.set(provided, added);
    return added.kind === 'class' ? added.parameters : [];
  }
  const wanted = [...path, provided].map(providedName).join(' → ');
  const fix =
    typeof provided === 'symbol'
      ? 'add { provide: token, useValue | useClass | useFactory } to the providers of the @AppModule'
      : 'decorate the class with @Injectable(), or list it in the providers of the @AppModule';
  walk.report.problem(providedName(path[0] ?? provided), `nothing provides ${wanted}`, fix);
  return [];
}
