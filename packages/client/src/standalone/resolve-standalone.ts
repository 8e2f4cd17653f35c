import { assertKnownOptions, InvalidConfigurationError } from '@symphony-ts/contract';
import type { Variables } from '../exchange/proxy.js';
import { readNatsContext } from './nats-context.js';
import { natsTlsOptionNames, type StandaloneOptions, standaloneOptionNames } from './standalone-options.js';

/** Options with the same meaning. Only one of each line is needed. */
const alternatives = [
  ['creds', 'credsFile', 'nkey', 'nkeyFile', 'user', 'token'],
  ['domain', 'apiPrefix'],
] as const;

/** Completes the options from the named context. @throws `INVALID_CONFIGURATION` */
export async function resolveStandalone(options: StandaloneOptions, env: Variables): Promise<StandaloneOptions> {
  assertStandalone(options);
  if (options.context === undefined) return options;
  const context = await readNatsContext(options.context, env);
  return { ...without(context, options), ...options, tls: { ...context.tls, ...options.tls } };
}

/** Checks everything that does not need a file. @throws `INVALID_CONFIGURATION` */
function assertStandalone(options: StandaloneOptions): void {
  const refuse = (setting: string, reason: string): never => {
    throw new InvalidConfigurationError({ setting, reason });
  };
  assertKnownOptions('nats', options, standaloneOptionNames);
  if (options.tls) assertKnownOptions('nats.tls', options.tls, natsTlsOptionNames);
  for (const names of alternatives) {
    const given = names.filter((name) => options[name] !== undefined);
    if (given.length > 1) refuse('nats', `takes ${given.join(' or ')}, not both`);
  }
  if (options.password !== undefined && options.user === undefined) refuse('nats.password', 'needs a user');
  if (options.servers !== undefined && [options.servers].flat().length === 0) refuse('nats.servers', 'names no server');
  if (options.apiPrefix !== undefined && !/^[^\s.*>]+(\.[^\s.*>]+)*$/.test(options.apiPrefix)) {
    refuse('nats.apiPrefix', 'is a subject without wildcards, such as js.hub.API');
  }
  if (options.domain !== undefined && !/^[^\s.*>]+$/.test(options.domain))
    refuse('nats.domain', 'is one token of a subject');
  for (const [file, text] of [
    ['certFile', 'cert'],
    ['keyFile', 'key'],
    ['caFile', 'ca'],
  ] as const) {
    if (options.tls?.[file] !== undefined && options.tls[text] !== undefined) {
      refuse('nats.tls', `takes ${text} or ${file}, not both`);
    }
  }
}

/** The context's fields without those that the given options replace. A given login replaces the login of the context. */
function without(context: StandaloneOptions, given: StandaloneOptions): StandaloneOptions {
  const kept = new Map<string, unknown>(Object.entries(context));
  for (const names of alternatives) {
    if (!names.some((name) => given[name] !== undefined)) continue;
    for (const name of names) kept.delete(name);
    if (names.includes('user' as never)) kept.delete('password');
  }
  return Object.fromEntries(kept);
}
