import { type Logger, SymphonyError } from '@symphony-ts/contract';
import { type Environment, readVariable, tokenVariable } from './environment.js';
import type { HeldEntry } from './instance-entries.js';

/** A token and its place. */
export interface FoundToken {
  readonly token: string;
  /** The name of the place in log lines and error messages. */
  readonly source: string;
  /** The stored entry with the token, which this process holds. */
  readonly entry?: HeldEntry;
}

export interface TokenSearch {
  /** The token from the application itself. */
  readonly explicit: string | undefined;
  /** The extension that looks for its token; absent for a plain client. */
  readonly prefix: string | undefined;
  readonly env: Environment;
  /** Looks in the credential store. Called only if no better place has a token. */
  readonly findStored: () => Promise<FoundToken | undefined>;
  readonly logger: Logger;
}

/**
 * Finds the token. The order is: the explicit one, the credential store, `SYMPHONY_TOKEN_<PREFIX>` or `SYMPHONY_TOKEN`,
 * `REGISTRATION_TOKEN`. It never prompts. The log names the place of the token.
 *
 * @throws `NO_TOKEN` with every searched place
 */
export async function findToken(search: TokenSearch): Promise<FoundToken> {
  const found = givenToken(search) ?? (await search.findStored()) ?? variableToken(search);
  if (!found) throw new SymphonyError('NO_TOKEN', { looked: places(search.prefix) });
  search.logger.info('token found', { source: found.source });
  return found;
}

function givenToken({ explicit }: TokenSearch): FoundToken | undefined {
  const token = explicit?.trim();
  return token ? { token, source: 'the token option' } : undefined;
}

function variableToken({ env, prefix }: TokenSearch): FoundToken | undefined {
  for (const source of variables(prefix)) {
    const token = readVariable(env, source);
    if (token) return { token, source };
  }
  return undefined;
}

const variables = (prefix: string | undefined): readonly string[] => [
  ...(prefix === undefined ? [] : [tokenVariable(prefix)]),
  'SYMPHONY_TOKEN',
  // A registration token makes a key for an extension, and a plain client has no prefix to name.
  ...(prefix === undefined ? [] : ['REGISTRATION_TOKEN']),
];

/** The entry of a plain client. @inferred */
export const CLIENT_ENTRY = 'client';

const places = (prefix: string | undefined): readonly string[] => [
  'the token option',
  `the credential store (entry '${prefix === undefined ? CLIENT_ENTRY : `ext-${prefix}`}')`,
  ...variables(prefix),
];
