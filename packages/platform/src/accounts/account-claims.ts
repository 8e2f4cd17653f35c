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

/** What the claims of an extension's account depend on. */
export interface ExtensionAccount {
  readonly prefix: string;
  readonly imports: readonly ForeignImport[];
  readonly revocations: Revocations;
  readonly limits: AccountLimits;
  /** Leaves out what reaches the platform: its services, and the extension's announcements. Default `false`. */
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

/** Shared: the server then attests in a header which user asks, and overwrites what the user put there. */
const servicesOfPlatform = (caller: string, keyOf: PublicKeyOf): Import => ({
  ...local(callerServices(caller), keyOf(accountNames.platform), 'service', LOCAL_SERVICES),
  share: true,
});

const broadcasts = (keyOf: PublicKeyOf): Import[] =>
  BROADCASTS.map((subject) => local(subject, keyOf(accountNames.platform), 'stream'));

/** What an extension announces: its events and the status of its instances. */
const announcements = (prefix: string): string[] => [...eventSubjects(prefix), `${statusSubject(prefix)}.>`];

/**
 * An extension's account: its services and events for others, its JetStream and discovery for the platform. What it announces
 * it hands to the people's account by imports of its own, so that no account has to list all extensions.
 * The exports are open to any account, which is safe because an import needs the operator's signature.
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
 * The account of an extension that no key may use any more: it reaches nobody, nobody reaches it, and what it left in JetStream
 * rests. A server keeps the streams of an account that loses JetStream, and shows them again when it gets JetStream back.
 */
export const frozenAccountClaims = (revocations: Revocations): AccountClaims => ({
  limits: withoutJetStream,
  revocations: { ...revocations },
});

/** The account of an extension whose data the platform deletes: JetStream for the platform, and nothing for anybody else. */
export const emptyingAccountClaims = (revocations: Revocations, limits: AccountLimits): AccountClaims => ({
  limits: withJetStream(limits),
  exports: [service('$JS.API.>', { response_type: 'Stream' })],
  revocations: { ...revocations },
});

/**
 * The platform's account. It depends on nothing, so that it never has to be sent again: a server that takes new claims of
 * an account forgets where the replies of its running requests go (seen on 2.9 and 2.15), and these are everybody's.
 */
export const platformAccountClaims = (): AccountClaims => ({
  limits: unlimited,
  exports: [service(callerServices('*')), ...BROADCASTS.map(stream)],
});

/** A gate: the way into the accounts of some extensions. It holds nothing and has no users. */
export const gateAccountClaims = (gate: number, prefixes: readonly string[], keyOf: PublicKeyOf): AccountClaims => ({
  limits: withoutJetStream,
  exports: [
    service(`${gateAccounts(gate)}.>`, { response_type: 'Stream' }),
    // A server remembers for two minutes where more answers to a request would go, unless there is but one.
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
 * The account that knows which gate leads to which extension, so that the account of people does not have to: servers compute the
 * gate from the prefix as `gateOf` does. It stands between the two, and not in the account of people, because servers check what a
 * client may publish after they map its subject. It has no users, and reaches no more of an extension than its endpoints.
 */
export const callsAccountClaims = (keyOf: PublicKeyOf): AccountClaims => ({
  limits: withoutJetStream,
  exports: [service(endpoints)],
  imports: gateNames.map((name, gate) => local(`${gateCalls(gate)}.>`, keyOf(name), 'service')),
  mappings: Object.fromEntries(Array.from({ length: MOST_ENDPOINT_TOKENS }, (_, index) => toGate(index + 1))),
});

const MOST_ENDPOINT_TOKENS = limits.subjectTokens - serviceGroup('*').split('.').length;

/** How endpoints of so many tokens are mapped: one entry for each number, because servers of 2.9 take no `>` in what they map to. */
function toGate(tokens: number): [string, SubjectMappings[string]] {
  const endpoint = Array.from({ length: tokens }, (_, index) => `{{wildcard(${index + 2})}}`).join('.');
  const subject = `${gateCalls(`{{partition(${GATES},1)}}`)}.{{wildcard(1)}}.${endpoint}`;
  return [`${serviceGroup('*')}${'.*'.repeat(tokens)}`, [{ subject, weight: 100 }]];
}

/**
 * The account of people and plain clients: no JetStream; each user's own permissions narrow what it imports. It does not depend on
 * which extensions there are: what they announce arrives by their own imports.
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
