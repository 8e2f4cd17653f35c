/**
 * All subjects of the platform. No other file spells them.
 *
 * Subjects of services have the root `cirata.`; subjects of events have no root. Capability keys omit the root, so
 * `extensions.catalog.add` means both.
 */

/** The root of all services. @documented development/go */
export const ROOT = 'cirata';

/** The group of an extension's NATS service. @documented development/go */
export const serviceGroup = (prefix: string): string => `${ROOT}.extensions.${prefix}`;

/** The subject of one endpoint. @documented development/go */
export const endpointSubject = (prefix: string, endpoint: string): string => `${serviceGroup(prefix)}.${endpoint}`;

interface PlacedEndpoint {
  readonly group?: string | undefined;
  readonly name: string;
}

/** Name of an endpoint below its extension: the group, if it has one, then the name. @documented by NATS ADR-32 */
export const endpointPath = ({ group, name }: PlacedEndpoint): string =>
  group === undefined ? name : `${group}.${name}`;

/** The subject of one handler of one instance. @documented development/go */
export const instanceSubject = (prefix: string, instanceId: string, handler: string): string =>
  `${serviceGroup(prefix)}.instance.${instanceId}.${handler}`;

/** Handler that the instances of one extension use to find each other. Authors cannot use this name. @inferred */
export const PEER_HANDLER = '$peers';

/** Tells all instances of an extension that the caller of a request has given up. The payload is its `Symphony-Request`. @inferred */
export const abandonedSubject = (prefix: string): string => `${serviceGroup(prefix)}.${ABANDONED}`;

/** Name of the endpoint of `abandonedSubject`. Authors cannot use this name. */
export const ABANDONED = '$abandoned';

/** True for the `abandonedSubject` of an extension. */
export const isAbandonment = (subject: string): boolean =>
  subject.startsWith(serviceGroup('')) && subject.endsWith(`.${ABANDONED}`);

/** Subject on which the NATS services of an extension describe themselves. @documented by NATS ADR-32 */
export const discoverySubject = (prefix: string): string => `$SRV.INFO.${prefix}`;

/** Names that an endpoint cannot have, because they have another meaning below an extension's group. */
export const RESERVED_ENDPOINTS: readonly string[] = ['instance', 'commands'];

/** Subject of an extension's commands. One instance gets each. @inferred the channel is documented, its subject is not */
export const commandsSubject = (prefix: string): string => `${serviceGroup(prefix)}.commands`;

/** The queue group of endpoints and commands: the default of NATS micro. @documented by NATS ADR-32 */
export const QUEUE_GROUP = 'q';

/** Subjects of the events of an extension. @documented development/python; `events.<prefix>` itself development/rust */
export const eventSubjects = (prefix: string): readonly string[] =>
  ['extensions', 'events'].flatMap((root) => [`${root}.${prefix}`, `${root}.${prefix}.>`]);

/** Broadcasts the enforcement state on each change. @documented development/go */
export const ENFORCEMENT_BROADCAST = `${ROOT}.symphony.enforcement`;

/** Broadcasts `{ prefix, revision }` when the registration or the live instances of an extension change. @inferred */
export const REGISTRY_BROADCAST = `${ROOT}.symphony.registry`;

/** Broadcasts that every account receives. */
export const BROADCASTS: readonly string[] = [`${ROOT}.symphony.>`];

/** Publishes status entries to other accounts: `cirata.status.<prefix>.<prefix>.<instanceId>`. @inferred */
export const statusSubject = (prefix: string): string => `${ROOT}.status.${prefix}`;

/** Subjects of the platform's services. Requests and replies are JSON. */
export const platformServices = {
  /** Request: empty. Reply: `{ replicas }`. @documented development/python */
  clusterInfo: `${ROOT}.services.cluster.info`,
  /** Request: `{}`. Reply: the enforcement state. @documented development/go */
  enforcement: `${ROOT}.services.usage.enforcement`,
  /** Request: a usage report. Reply: `{ result, units, enforcement }`. @inferred subject; the payload follows development/python */
  usageReport: `${ROOT}.services.usage.report`,
  /** Request: a manifest. Reply: `{ buckets, registered }`. @inferred */
  register: `${ROOT}.services.registry.register`,
  /** Request: empty. Reply: the registered extensions that the caller may see. @inferred */
  extensions: `${ROOT}.services.registry.list`,
  /** Request: empty. Reply: the same as for `GET /api/v1/symphonyinfo`. @inferred */
  info: `${ROOT}.services.info`,
  /** Makes a permanent key. It is the only right of a registration token. @inferred */
  provision: `${ROOT}.services.keys.provision`,
  /** Discovers NATS services (`$SRV.PING|INFO|STATS`) in one or all accounts of extensions. See `discovery.ts`. @inferred */
  discoveryPing: `${ROOT}.services.discovery.ping`,
  discoveryInfo: `${ROOT}.services.discovery.info`,
  discoveryStats: `${ROOT}.services.discovery.stats`,
  /** Buckets for clients without JetStream. @documented access/security (names); payloads @inferred */
  storageGet: `${ROOT}.services.storage.get`,
  storagePut: `${ROOT}.services.storage.put`,
  storageDelete: `${ROOT}.services.storage.delete`,
  storageList: `${ROOT}.services.storage.list`,
  /** Revisions of a key, and changes of a bucket. Both need the right to `get` of the bucket. @inferred */
  storageHistory: `${ROOT}.services.storage.history`,
  storageWatch: `${ROOT}.services.storage.watch`,
} as const;

/** Removes the root of a subject. Capabilities use this form. */
export const withoutRoot = (subject: string): string =>
  subject.startsWith(`${ROOT}.`) ? subject.slice(ROOT.length + 1) : subject;

/** The full subjects of a capability key: a service, an event, or both. @inferred platform-facts 12.2 */
export function capabilitySubjects(key: string): readonly string[] {
  if (key.startsWith('extensions.')) return [`${ROOT}.${key}`, key];
  if (key.startsWith('events.')) return [key];
  return [`${ROOT}.${key}`];
}

/** True if `pattern` (with `*` and `>`) covers `subject`, which may have wildcards, too. `*` does not match an empty token. */
export function covers(pattern: string, subject: string): boolean {
  const want = pattern.split('.');
  const have = subject.split('.');
  for (const [index, token] of want.entries()) {
    if (token === '>') return have.length > index;
    const found = have[index];
    if (found === undefined || found === '' || found === '>') return false;
    if (token !== '*' && token !== found) return false;
  }
  return want.length === have.length;
}

const TOKEN = /^[^\s.*>]+$/;
/** True for a text that can be one token of a subject. It is not empty, and has no space, dot or wildcard. */
export const isSubjectToken = (text: string): boolean => TOKEN.test(text);

/** True for a valid subject. It may have wildcards in the places that NATS allows. */
export const isSubjectPattern = (text: string): boolean => {
  const tokens = text.split('.');
  return tokens.every(
    (token, index) => token === '*' || (token === '>' && index === tokens.length - 1) || isSubjectToken(token),
  );
};

const PREFIX = /^[a-z][a-z0-9_-]{0,47}$/;
/** True for an extension prefix: lower case, begins with a letter, at most 48 characters. @inferred "short, lowercase, unique" */
export const isPrefix = (text: string): boolean => PREFIX.test(text);

/** Prefixes that an extension cannot have, because the platform and its user interface use their paths. @inferred */
export const RESERVED_PREFIXES: readonly string[] = [
  'admin',
  'all',
  'api',
  'assets',
  'dashboard',
  'features',
  'help',
  'inspector',
  'nats',
  'npm',
  'settings',
  'ui',
  'vendor',
];

/**
 * True for a reply subject that a service may answer: none, or an inbox. Servers use `_R_.` for replies across accounts. With any
 * other reply subject, a sender could make the service write to a bucket or to the JetStream API without permission.
 */
export const isSafeReply = (reply: string | undefined): boolean =>
  !reply || reply.startsWith('_INBOX.') || reply.startsWith('_R_.');
