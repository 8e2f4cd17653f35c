import type { Token } from '../metadata/provider.js';
import type { Class, ProviderModel } from '../model/extension-model.js';
import { checkProvider } from './check-provider.js';
import { readParameters, tokenName } from './read-parameters.js';
import type { Report } from './report.js';
import { ownType } from './runtime-types.js';

/** What a provider provides. */
export type Provided = Class | symbol;

export const providedName = (provided: Provided): string =>
  typeof provided === 'symbol' ? `token '${tokenName(provided)}'` : provided.name;

/** A provider as its author wrote it. In JavaScript, each field may have any value, so each is checked. */
interface Written {
  readonly provide?: unknown;
  readonly useClass?: unknown;
  readonly useValue?: unknown;
  readonly useFactory?: unknown;
}

/** Reads the providers of a module. Reports a second provider of the same class or token. */
export function readProviders(where: string, written: readonly unknown[], report: Report): readonly ProviderModel[] {
  const taken = new Set<Provided>();
  return written.flatMap((value, index) => {
    const place = `${where} provider ${index + 1}`;
    const provider = readProvider(place, value, report);
    if (!provider) return [];
    if (taken.has(provider.provide)) {
      report.problem(place, `${providedName(provider.provide)} is provided already`, 'keep one of the providers');
      return [];
    }
    taken.add(provider.provide);
    return [provider];
  });
}

const isClass = (value: unknown): value is Class => typeof value === 'function';

function providedOf(provide: unknown): Provided | undefined {
  if (isClass(provide)) return ownType(provide);
  const token =
    typeof provide === 'object' && provide !== null ? (provide as Partial<Token<unknown>>).token : undefined;
  return typeof token === 'symbol' ? token : undefined;
}

function readProvider(where: string, value: unknown, report: Report): ProviderModel | undefined {
  if (isClass(value)) return classProvider(ownType(value), value, report);
  if (typeof value !== 'object' || value === null) {
    report.problem(where, 'it is not a provider', 'list a class, or { provide, useClass | useValue | useFactory }');
    return undefined;
  }
  const written = value as Written;
  const provide = providedOf(written.provide);
  if (provide === undefined) {
    report.problem(where, "its 'provide' is neither a class nor a token", 'in an import cycle it is undefined');
    return undefined;
  }
  const ways = ['useClass', 'useValue', 'useFactory'].filter((way) => way in written);
  if (ways.length !== 1) {
    report.problem(
      where,
      `it has ${ways.join(' and ') || 'no value'}`,
      'give one of useClass, useValue and useFactory',
    );
    return undefined;
  }
  if ('useValue' in written) return { kind: 'value', provide, useValue: written.useValue };
  if (isClass(written.useClass)) return classProvider(provide, written.useClass, report);
  if (typeof written.useFactory === 'function') {
    return { kind: 'factory', provide, useFactory: written.useFactory as () => unknown };
  }
  report.problem(
    where,
    `its ${ways[0]} is ${typeof (written.useClass ?? written.useFactory)}`,
    'give a class or a function',
  );
  return undefined;
}

export function classProvider(provide: Provided, useClass: Class, report: Report): ProviderModel {
  checkProvider(useClass, report);
  return { kind: 'class', provide, useClass, parameters: readParameters(useClass, report) };
}
