/**
 * Every subject of the platform, spelled here and nowhere else.
 *
 * One rule about the root: what is *called* lives below `cirata.` (services), what is *announced* does not (events).
 * Capability keys leave the root out, so `extensions.catalog.add` stands for both.
 */

/** The root of everything that is called. @documented development/go */
export const ROOT = 'cirata';

/** The micro group of an extension's service. @documented development/go */
export const serviceGroup = (prefix: string): string => `${ROOT}.extensions.${prefix}`;

/** The subject of one endpoint. @documented development/go */
export const endpointSubject = (prefix: string, endpoint: string): string => `${serviceGroup(prefix)}.${endpoint}`;

interface PlacedEndpoint {
  readonly group?: string | undefined;
  readonly name: string;
}

/** An endpoint's name below its extension: with its group before it, if it has one. @documented by NATS ADR-32 */
export const endpointPath = ({ group, name }: PlacedEndpoint): string =>
  group === undefined ? name : `${group}.${name}`;

/** The subject of one handler of one instance. @documented development/go */
export const instanceSubject = (prefix: string, instanceId: string, handler: string): string =>
  `${serviceGroup(prefix)}.instance.${instanceId}.${handler}`;

/** The handler by which the instances of one extension know of each other. No author can give a handler this name. @inferred */
export const PEER_HANDLER = '$peers';

/** Where all instances of an extension are told of a request whose caller has given up; the payload is its `Symphony-Request`. @inferred */
export const abandonedSubject = (prefix: string): string => `${serviceGroup(prefix)}.${ABANDONED}`;

/** No author can give an endpoint this name. */
export const ABANDONED = '$abandoned';

/** Whether a subject is one where an extension is told that callers have given up. */
export const isAbandonment = (subject: string): boolean =>
  subject.startsWith(serviceGroup('')) && subject.endsWith(`.${ABANDONED}`);

/** Where the micro services of an extension say what they are. @documented by NATS ADR-32 */
export const discoverySubject = (prefix: string): string => `$SRV.INFO.${prefix}`;

/** Endpoint names that mean something else below an extension's group. */
export const RESERVED_ENDPOINTS: readonly string[] = ['instance', 'commands'];

/** Where commands for an extension arrive; one instance takes each. @inferred the channel is documented, its subject is not */
export const commandsSubject = (prefix: string): string => `${serviceGroup(prefix)}.commands`;

/** The queue group of endpoints and commands: the default of NATS micro. @documented by NATS ADR-32 */
export const QUEUE_GROUP = 'q';

/** Events an extension publishes. @documented development/python; `events.<prefix>` itself development/rust */
export const eventSubjects = (prefix: string): readonly string[] =>
  ['extensions', 'events'].flatMap((root) => [`${root}.${prefix}`, `${root}.${prefix}.>`]);

/** Enforcement state, broadcast on every change. @documented development/go */
export const ENFORCEMENT_BROADCAST = `${ROOT}.symphony.enforcement`;

/** Announces `{ prefix, revision }` whenever what an extension registered, or which of its instances live, has changed. @inferred */
export const REGISTRY_BROADCAST = `${ROOT}.symphony.registry`;

/** Broadcasts that every account receives. */
export const BROADCASTS: readonly string[] = [`${ROOT}.symphony.>`];

/** Where status entries are seen outside their own account: `cirata.status.<prefix>.<prefix>.<instanceId>`. @inferred */
export const statusSubject = (prefix: string): string => `${ROOT}.status.${prefix}`;

/** Services of the platform, all request-reply with JSON. */
export const platformServices = {
  /** Empty body; answers `{ replicas }`. @documented development/python */
  clusterInfo: `${ROOT}.services.cluster.info`,
  /** `{}`; answers the enforcement state. @documented development/go */
  enforcement: `${ROOT}.services.usage.enforcement`,
  /** A usage report; answers `{ result, units, enforcement }`. @inferred subject; the payload follows development/python */
  usageReport: `${ROOT}.services.usage.report`,
  /** A manifest; answers `{ buckets, registered }`. @inferred */
  register: `${ROOT}.services.registry.register`,
  /** Empty body; answers the registered extensions the caller may see. @inferred */
  extensions: `${ROOT}.services.registry.list`,
  /** Empty body; answers what `GET /api/v1/symphonyinfo` does. @inferred */
  info: `${ROOT}.services.info`,
  /** A registration token's only right: mint a permanent key. @inferred */
  provision: `${ROOT}.services.keys.provision`,
  /** NATS micro discovery (`$SRV.PING|INFO|STATS`) in the accounts of all extensions, or of one: see `discovery.ts`. @inferred */
  discoveryPing: `${ROOT}.services.discovery.ping`,
  discoveryInfo: `${ROOT}.services.discovery.info`,
  discoveryStats: `${ROOT}.services.discovery.stats`,
  /** Buckets for clients without JetStream. @documented access/security (names); payloads @inferred */
  storageGet: `${ROOT}.services.storage.get`,
  storagePut: `${ROOT}.services.storage.put`,
  storageDelete: `${ROOT}.services.storage.delete`,
  storageList: `${ROOT}.services.storage.list`,
  /** Revisions of a key, and what changes in a bucket; both need the right to `get` of the bucket. @inferred */
  storageHistory: `${ROOT}.services.storage.history`,
  storageWatch: `${ROOT}.services.storage.watch`,
} as const;

/** A wire subject without its root, as capabilities write it. */
export const withoutRoot = (subject: string): string =>
  subject.startsWith(`${ROOT}.`) ? subject.slice(ROOT.length + 1) : subject;

/** The wire subjects that a capability key stands for: the service, the event, or both. @inferred platform-facts 12.2 */
export function capabilitySubjects(key: string): readonly string[] {
  if (key.startsWith('extensions.')) return [`${ROOT}.${key}`, key];
  if (key.startsWith('events.')) return [key];
  return [`${ROOT}.${key}`];
}

/** Whether `pattern` (with `*` and `>`) covers `subject`, which may hold wildcards of its own. `*` covers no empty token. */
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
/** True for text that can stand between two dots of a subject: no space, dot or wildcard, and not empty. */
export const isSubjectToken = (text: string): boolean => TOKEN.test(text);

/** True for a subject, wildcards allowed where NATS allows them. */
export const isSubjectPattern = (text: string): boolean => {
  const tokens = text.split('.');
  return tokens.every(
    (token, index) => token === '*' || (token === '>' && index === tokens.length - 1) || isSubjectToken(token),
  );
};

const PREFIX = /^[a-z][a-z0-9_-]{0,47}$/;
/** True for an extension prefix: lower case, begins with a letter, at most 48 characters. @inferred "short, lowercase, unique" */
export const isPrefix = (text: string): boolean => PREFIX.test(text);

/** Prefixes no extension can have: the platform and its user interface answer below them (`/help/extensions/…`). @inferred */
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
 * Whether a request may be answered: it wants no answer, or one in an inbox. `_R_.` is how a server maps replies across
 * accounts. Any other reply subject would make the service write where its sender may not: to a bucket, to JetStream's API.
 */
export const isSafeReply = (reply: string | undefined): boolean =>
  !reply || reply.startsWith('_INBOX.') || reply.startsWith('_R_.');
