import type { Account, Export, Import } from '@nats-io/jwt';
import { BROADCASTS, eventSubjects, serviceGroup, statusSubject } from '@symphony-ts/contract';
import type { AccountLimits } from './account-limits.js';
import { unlimited, withJetStream, withoutJetStream } from './account-limits.js';
import type { ForeignImport } from './foreign-imports.js';
import {
  LOCAL_SERVICES,
  PEOPLE_CALLER,
  accountDiscovery,
  accountJetStream,
  accountKeyValue,
  accountNames,
  callerServices,
} from '../operator/platform-subjects.js';

/** Public keys of an account by its name. */
export type PublicKeyOf = (name: string) => string;
/** When the JWTs of a user became void, in Unix seconds, by the user's public key. */
export type Revocations = Readonly<Record<string, number>>;

/** What the claims of an extension's account depend on. */
export interface ExtensionAccount {
  readonly prefix: string;
  readonly imports: readonly ForeignImport[];
  readonly revocations: Revocations;
  readonly limits: AccountLimits;
}

const service = (subject: string, more: Partial<Export> = {}): Export => ({
  name: subject,
  subject,
  type: 'service',
  ...more,
});
const stream = (subject: string): Export => ({ name: subject, subject, type: 'stream' });
const local = (subject: string, account: string, type: Import['type'], as?: string): Import => ({
  name: as ?? subject,
  subject,
  account,
  type,
  ...(as === undefined ? {} : { local_subject: as }),
});

const platformImports = (caller: string, keyOf: PublicKeyOf): Import[] => {
  const platform = keyOf(accountNames.platform);
  return [
    // Shared: the server then attests in a header which user asks, and overwrites what the user put there.
    { ...local(callerServices(caller), platform, 'service', LOCAL_SERVICES), share: true },
    ...BROADCASTS.map((subject) => local(subject, platform, 'stream')),
  ];
};

/**
 * An extension's account: its services, events and status for others, its JetStream and discovery for the platform.
 * The exports are open to any account, which is safe because an import needs the operator's signature.
 */
export function extensionAccountClaims(account: ExtensionAccount, keyOf: PublicKeyOf): Partial<Account> {
  const { prefix } = account;
  return {
    limits: withJetStream(account.limits),
    exports: [
      service(`${serviceGroup(prefix)}.>`),
      ...eventSubjects(prefix).map(stream),
      stream(`${statusSubject(prefix)}.>`),
      service('$JS.API.>', { response_type: 'Stream' }),
      service('$KV.>'),
      service('$SRV.>', { response_type: 'Stream' }),
    ],
    imports: [
      ...platformImports(prefix, keyOf),
      ...account.imports.map(({ kind, from, subject }) => local(subject, keyOf(from), kind)),
    ],
    revocations: { ...account.revocations },
  };
}

/**
 * The platform's account. It depends on nothing, so that it never has to be sent again: a server that takes new claims of
 * an account forgets where the replies of its running requests go (seen on 2.9 and 2.15), and these are everybody's.
 */
export const platformAccountClaims = (): Partial<Account> => ({
  limits: unlimited,
  exports: [service(callerServices('*')), ...BROADCASTS.map(stream)],
});

/** The account from which the platform reaches into each extension's. It exports nothing and holds nothing. */
export const hubAccountClaims = (prefixes: readonly string[], keyOf: PublicKeyOf): Partial<Account> => ({
  limits: withoutJetStream,
  imports: prefixes.flatMap((prefix) => {
    const account = keyOf(prefix);
    return [
      local('$JS.API.>', account, 'service', `${accountJetStream(prefix)}.>`),
      local('$KV.>', account, 'service', `${accountKeyValue(prefix)}.>`),
      local('$SRV.>', account, 'service', `${accountDiscovery(prefix)}.>`),
      local(`${serviceGroup(prefix)}.>`, account, 'service'),
      local(`${statusSubject(prefix)}.>`, account, 'stream'),
    ];
  }),
});

/** The account of people and plain clients: no JetStream; each user's own permissions narrow what it imports. */
export function peopleAccountClaims(
  prefixes: readonly string[],
  revocations: Revocations,
  keyOf: PublicKeyOf,
): Partial<Account> {
  return {
    limits: withoutJetStream,
    imports: [
      ...platformImports(PEOPLE_CALLER, keyOf),
      ...prefixes.flatMap((prefix) => {
        const account = keyOf(prefix);
        return [
          local(`${serviceGroup(prefix)}.>`, account, 'service'),
          ...eventSubjects(prefix).map((subject) => local(subject, account, 'stream')),
          local(`${statusSubject(prefix)}.>`, account, 'stream'),
        ];
      }),
    ],
    revocations: { ...revocations },
  };
}

/** The system account, through which the platform hands accounts to the server. */
export const systemAccountClaims = (): Partial<Account> => ({ limits: withoutJetStream });
