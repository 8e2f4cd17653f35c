import type { Export, Import } from '@nats-io/jwt';
import {
  BROADCASTS,
  eventSubjects,
  limits,
  serviceGroup,
  statusSubject,
  withoutUndefined,
} from '@symphony-ts/contract';
import { GATES, gateNames } from '../operator/gates.js';
import type { AccountClaims, SubjectMappings } from '../operator/jwt.js';
import {
  accountDiscovery,
  accountJetStream,
  accountKeyValue,
  accountNames,
  accountServices,
  callerServices,
  gateAccounts,
  gateCalls,
  LOCAL_SERVICES,
  PEOPLE_CALLER,
} from '../operator/platform-subjects.js';
import type { AccountLimits } from './account-limits.js';
import { unlimited, withJetStream, withoutJetStream } from './account-limits.js';
import type { ForeignImport } from './foreign-imports.js';

/** Public keys of an account by its name. */
export type PublicKeyOf = (name: string) => string;
/** When the JWTs of a user became void, in Unix seconds, by the user's public key. */
export type Revocations = Readonly<Record<string, number>>;

/** The facts that decide the claims of an extension's account. */
export interface ExtensionAccount {
  readonly prefix: string;
  readonly imports: readonly ForeignImport[];
  readonly revocations: Revocations;
  readonly limits: AccountLimits;
  /** Omits everything that reaches the platform: its services, and the extension's announcements. Default `false`. */
  readonly isPaused?: boolean;
}

const service = (subject: string, more: Partial<Export> = {}): Export => ({
  name: subject,
  subject,
  type: 'service',
  ...more,
});
const stream = (subject: string): Export => ({ name: subject, subject, type: 'stream' });
const local = (subject: string, account: string, type: Import['type'], as?: string): Import => ({
  name: type,
  subject,
  account,
  type,
  ...withoutUndefined({ local_subject: as }),
});

/** Shared: the server then attests the requesting user in a header, and overwrites a header that the user sent. */
const servicesOfPlatform = (caller: string, keyOf: PublicKeyOf): Import => ({
  ...local(callerServices(caller), keyOf(accountNames.platform), 'service', LOCAL_SERVICES),
  share: true,
});

const broadcasts = (keyOf: PublicKeyOf): Import[] =>
  BROADCASTS.map((subject) => local(subject, keyOf(accountNames.platform), 'stream'));

/** The announcements of an extension: its events and the status of its instances. */
const announcements = (prefix: string): string[] => [...eventSubjects(prefix), `${statusSubject(prefix)}.>`];

/**
 * An extension's account. It exports its services and events to other accounts, and its JetStream and discovery to the
 * platform. Imports of its own pass its announcements to the account of people, so that no account has to list all extensions.
 * Any account may import the exports. This is safe, because an import needs the operator's signature.
 */
export function extensionAccountClaims(account: ExtensionAccount, keyOf: PublicKeyOf): AccountClaims {
  const { prefix, isPaused = false } = account;
  const people = keyOf(accountNames.people);
  return {
    limits: withJetStream(account.limits),
    exports: [
      service(`${serviceGroup(prefix)}.>`),
      ...eventSubjects(prefix).map(stream),
      service('$JS.API.>', { response_type: 'Stream' }),
      service('$KV.>'),
      service('$SRV.>', { response_type: 'Stream' }),
    ],
    imports: [
      ...(isPaused ? [] : [servicesOfPlatform(prefix, keyOf)]),
      ...broadcasts(keyOf),
      ...(isPaused ? [] : announcements(prefix)).map((subject) => local(subject, people, 'service')),
      ...account.imports.map(({ kind, from, subject }) => local(subject, keyOf(from), kind)),
    ],
    revocations: { ...account.revocations },
  };
}

/**
 * The account of an extension without a valid key. It has no imports and no exports, and its data in JetStream is not
 * available. A server keeps the streams of an account that loses JetStream, and shows them again when the account gets
 * JetStream back.
 */
export const frozenAccountClaims = (revocations: Revocations): AccountClaims => ({
  limits: withoutJetStream,
  revocations: { ...revocations },
});

/** The account of an extension whose data the platform is deleting: JetStream for the platform only. */
export const emptyingAccountClaims = (revocations: Revocations, limits: AccountLimits): AccountClaims => ({
  limits: withJetStream(limits),
  exports: [service('$JS.API.>', { response_type: 'Stream' })],
  revocations: { ...revocations },
});

/**
 * The platform's account. Its claims depend on nothing, so it never has to be sent again. When a server receives new claims of
 * an account, it forgets where to send the replies of running requests (seen on 2.9 and 2.15). Here, that would concern the
 * requests of everybody.
 */
export const platformAccountClaims = (): AccountClaims => ({
  limits: unlimited,
  exports: [service(callerServices('*')), ...BROADCASTS.map(stream)],
});

/** A gate: the way into the accounts of some extensions. It stores nothing and has no users. */
export const gateAccountClaims = (gate: number, prefixes: readonly string[], keyOf: PublicKeyOf): AccountClaims => ({
  limits: withoutJetStream,
  exports: [
    service(`${gateAccounts(gate)}.>`, { response_type: 'Stream' }),
    // For two minutes, a server remembers where to send further answers to a request, unless only one answer can come.
    service(`${gateCalls(gate)}.>`),
  ],
  imports: prefixes.flatMap((prefix) => {
    const account = keyOf(prefix);
    return [
      local('$JS.API.>', account, 'service', `${accountJetStream(prefix)}.>`),
      local('$KV.>', account, 'service', `${accountKeyValue(prefix)}.>`),
      local('$SRV.>', account, 'service', `${accountDiscovery(prefix)}.>`),
      local(`${serviceGroup(prefix)}.>`, account, 'service', `${accountServices(prefix)}.>`),
    ];
  }),
});

/** The account from which the platform reaches into each extension's. It exports nothing, holds nothing and never changes. */
export const hubAccountClaims = (keyOf: PublicKeyOf): AccountClaims => ({
  limits: withoutJetStream,
  imports: gateNames.flatMap((name, gate) => [
    local(`${gateAccounts(gate)}.>`, keyOf(name), 'service'),
    local(`${gateCalls(gate)}.>`, keyOf(name), 'service'),
  ]),
});

/** The endpoints of all extensions. */
const endpoints = `${serviceGroup('*')}.>`;

/**
 * The account that knows which gate leads to which extension, so that the account of people need not know it. Servers compute
 * the gate from the prefix, as `gateOf` does. It is separate from the account of people, because servers check what a client
 * may publish after they map its subject. It has no users, and reaches only the endpoints of an extension.
 */
export const callsAccountClaims = (keyOf: PublicKeyOf): AccountClaims => ({
  limits: withoutJetStream,
  exports: [service(endpoints)],
  imports: gateNames.map((name, gate) => local(`${gateCalls(gate)}.>`, keyOf(name), 'service')),
  mappings: Object.fromEntries(Array.from({ length: MOST_ENDPOINT_TOKENS }, (_, index) => toGate(index + 1))),
});

const MOST_ENDPOINT_TOKENS = limits.subjectTokens - serviceGroup('*').split('.').length;

/**
 * Mappings for endpoints with this number of tokens. There is one entry for each number, because servers of 2.9 accept no `>`
 * in the target of a mapping.
 */
function toGate(tokens: number): [string, SubjectMappings[string]] {
  const endpoint = Array.from({ length: tokens }, (_, index) => `{{wildcard(${index + 2})}}`).join('.');
  const subject = `${gateCalls(`{{partition(${GATES},1)}}`)}.{{wildcard(1)}}.${endpoint}`;
  return [`${serviceGroup('*')}${'.*'.repeat(tokens)}`, [{ subject, weight: 100 }]];
}

/**
 * The account of people and plain clients. It has no JetStream, and each user's own permissions narrow its imports. It does not
 * depend on the existing extensions, because their announcements arrive by imports of the extensions.
 */
export const peopleAccountClaims = (revocations: Revocations, keyOf: PublicKeyOf): AccountClaims => ({
  limits: withoutJetStream,
  exports: announcements('*').map((subject) => service(subject)),
  imports: [
    servicesOfPlatform(PEOPLE_CALLER, keyOf),
    ...broadcasts(keyOf),
    local(endpoints, keyOf(accountNames.calls), 'service'),
  ],
  revocations: { ...revocations },
});

/** The system account, through which the platform hands accounts to the server. */
export const systemAccountClaims = (): AccountClaims => ({ limits: withoutJetStream });
