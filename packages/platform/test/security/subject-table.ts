import {
  accountDiscovery,
  accountJetStream,
  accountKeyValue,
  accountServices,
} from '../../src/operator/platform-subjects.js';
/** The possible results of a request or an announcement. */
export type Access =
  /** It arrives outside the sender's account: at another extension or at the platform. */
  | 'reaches'
  /** It arrives, and stays in the sender's own account. */
  | 'own'
  /** It arrives at the platform, which knows the sender and answers 401 or 403. */
  | 'denied'
  /** The sender may publish it, but its account has nothing with that name. */
  | 'absent'
  /** The server refuses it. */
  | 'refused'
  /** The server accepts it, and delivers it to the subscribers that the sender's account permits (announcements, subscriptions). */
  | 'allowed';

/** The actors: instances of two extensions, a plain client, and the holder of a registration token. */
export const actors = ['orders', 'catalog', 'client', 'registration'] as const;
export type Actor = (typeof actors)[number];

/** One subject, the action on it, and the result for each actor. */
export interface SubjectRow {
  readonly family: string;
  readonly verb: 'request' | 'announce' | 'subscribe';
  /** `<me>` is the actor's own instance id, `<catalog>`, `<client>` … that of somebody else. */
  readonly subject: string;
  /** Body of a request. Default: empty. */
  readonly body?: string;
  readonly access: readonly [Access, Access, Access, Access];
}

type Four = SubjectRow['access'];
const request = (family: string, subject: string, access: Four, body?: string): SubjectRow => ({
  family,
  verb: 'request',
  subject,
  access,
  ...(body === undefined ? {} : { body }),
});
const announce = (family: string, subject: string, access: Four): SubjectRow => ({
  family,
  verb: 'announce',
  subject,
  access,
});
const subscribe = (family: string, subject: string, access: Four): SubjectRow => ({
  family,
  verb: 'subscribe',
  subject,
  access,
});

const nobody: Four = ['refused', 'refused', 'refused', 'refused'];
const bothAccounts: Four = ['own', 'own', 'refused', 'refused'];
const neither: Four = ['absent', 'absent', 'refused', 'refused'];
const catalogAlone: Four = ['absent', 'own', 'refused', 'refused'];
const catalogsOwn: Four = ['refused', 'own', 'refused', 'refused'];
const extensions: Four = ['reaches', 'reaches', 'refused', 'refused'];

/** The buckets and streams of the platform's own account. */
export const platformStreams = [
  'KV_api_keys',
  'KV_accounts',
  'KV_symphony_registry',
  'KV_symphony_versions',
  'KV_symphony_resources',
  'KV_symphony_roles',
  'KV_symphony_people',
  'KV_symphony_preferences',
  'KV_usage_licenses',
  'KV_usage_ledger',
  'KV_usage_records',
  'KV_usage_business_units',
  'KV_usage_attribution_rules',
  'symphony_audit',
  'symphony_refusals',
] as const;

const bucket = '{"bucket":"catalog_items","prefix":"catalog","key":"k"}';
const value = '{"bucket":"catalog_items","prefix":"catalog","key":"k2","value":1}';

const services: readonly SubjectRow[] = [
  request('platform services', 'cirata.services.info', ['reaches', 'reaches', 'reaches', 'refused']),
  request('platform services', 'cirata.services.registry.list', ['reaches', 'reaches', 'reaches', 'refused']),
  request('platform services', 'cirata.services.registry.register', extensions, '{}'),
  request('platform services', 'cirata.services.keys.provision', ['denied', 'denied', 'refused', 'reaches'], '{}'),
  request('platform services', 'cirata.services.usage.report', extensions, '{}'),
  request('platform services', 'cirata.services.usage.enforcement', extensions),
  request('platform services', 'cirata.services.cluster.info', extensions),
  request('platform services', 'cirata.services.discovery.ping', ['denied', 'denied', 'refused', 'refused']),
  request('platform services', 'cirata.services.discovery.info', ['denied', 'denied', 'reaches', 'refused']),
  request('platform services', 'cirata.services.discovery.stats', ['denied', 'denied', 'refused', 'refused']),
  request('platform services', 'cirata.services.storage.get', ['denied', 'own', 'reaches', 'refused'], bucket),
  request('platform services', 'cirata.services.storage.put', ['denied', 'reaches', 'refused', 'refused'], value),
  request('platform services', 'cirata.services.storage.delete', ['denied', 'reaches', 'refused', 'refused'], value),
  request('platform services', 'cirata.services.storage.list', ['denied', 'reaches', 'refused', 'refused'], bucket),
  request('platform services', 'cirata.services.storage.history', ['denied', 'own', 'refused', 'refused'], bucket),
  request('platform services', 'cirata.services.storage.watch', ['denied', 'own', 'refused', 'refused'], bucket),
];

const endpoints: readonly SubjectRow[] = [
  request('endpoints', 'cirata.extensions.catalog.list', ['reaches', 'own', 'reaches', 'refused']),
  request('endpoints', 'cirata.extensions.catalog.admin', catalogsOwn),
  announce('given-up calls', 'cirata.extensions.catalog.$abandoned', ['allowed', 'allowed', 'allowed', 'refused']),
  announce('given-up calls', 'cirata.extensions.orders.$abandoned', ['allowed', 'refused', 'refused', 'refused']),
  request('endpoints', 'cirata.extensions.orders.list', ['own', 'refused', 'refused', 'refused']),
  request('instance subjects', 'cirata.extensions.catalog.instance.<catalog>.show', catalogsOwn),
  request('commands', 'cirata.extensions.catalog.commands', catalogsOwn),
  request('telemetry', 'cirata.extensions.catalog.logs', catalogsOwn),
  request('telemetry', 'cirata.extensions.catalog.instance.<catalog>.logs', catalogsOwn),
];

const storage: readonly SubjectRow[] = [
  request('JetStream API', '$JS.API.STREAM.NAMES', bothAccounts),
  request('JetStream API', '$JS.API.STREAM.INFO.KV_symphony_status', bothAccounts),
  request('JetStream API', '$JS.API.STREAM.INFO.KV_catalog_items', catalogAlone),
  request('JetStream API', '$JS.API.DIRECT.GET.KV_catalog_items.$KV.catalog_items.k', catalogAlone),
  request('JetStream API', '$JS.API.STREAM.INFO.KV_orders_items', ['own', 'absent', 'refused', 'refused']),
  ...['ACCOUNT.PURGE.A', 'META.LEADER.STEPDOWN', 'SERVER.REMOVE', 'STREAM.PEER.REMOVE.KV_catalog_items'].map((name) =>
    request('JetStream administration', `$JS.API.${name}`, ['refused', 'refused', 'refused', 'refused']),
  ),
  ...platformStreams.map((name) => request('platform streams', `$JS.API.STREAM.INFO.${name}`, neither)),
  ...platformStreams
    .filter((name) => name.startsWith('KV_'))
    .map((name) => request('platform buckets', `$KV.${name.slice(3)}.x`, neither)),
  request('buckets', '$KV.catalog_items.k', catalogAlone, '{"account":"catalog"}'),
  request('object stores', '$O.catalog_media.M.x', catalogAlone, '{}'),
  request('status', '$KV.symphony_status.catalog.<catalog>', bothAccounts, '{}'),
  announce('JetStream acknowledgements', '$JS.ACK.KV_catalog_items.c.1.1.1.1.0', [
    'allowed',
    'allowed',
    'refused',
    'refused',
  ]),
  announce('flow control', '$JS.FC.KV_catalog_items.x', ['allowed', 'allowed', 'refused', 'refused']),
];

const announcements: readonly SubjectRow[] = [
  announce('events', 'extensions.catalog.changed', ['refused', 'allowed', 'refused', 'refused']),
  announce('events', 'events.catalog.day.over', ['refused', 'allowed', 'refused', 'refused']),
  announce('events', 'extensions.orders.placed', ['allowed', 'refused', 'refused', 'refused']),
  announce('status', 'cirata.status.catalog.catalog.<catalog>', nobody),
  announce('broadcasts', 'cirata.symphony.enforcement', nobody),
  announce('broadcasts', 'cirata.symphony.pause', nobody),
  announce('inboxes', '_INBOX.<client>.x', ['allowed', 'allowed', 'refused', 'refused']),
  announce('inboxes', '_R_.x', ['allowed', 'allowed', 'refused', 'refused']),
];

const closed: readonly SubjectRow[] = [
  request('discovery', '$SRV.PING', bothAccounts),
  request('discovery', '$SRV.INFO.catalog', catalogAlone),
  request('system', '$SYS.REQ.CLAIMS.LIST', nobody),
  request('system', '$SYS.REQ.CLAIMS.UPDATE', nobody, 'jwt'),
  request('system', '$SYS.REQ.SERVER.PING', nobody),
  request('system', '$SYS.REQ.SERVER.PING.CONNZ', nobody),
  request('internal', 'symphony.from.catalog.services.info', nobody),
  request('internal', 'symphony.from._people.services.info', nobody),
  request('internal', 'symphony.audit.key.create', nobody, '{}'),
  request('internal', `${accountJetStream('catalog')}.STREAM.DELETE.KV_catalog_items`, nobody),
  request('internal', `${accountKeyValue('catalog')}.catalog_items.k`, nobody, 'EVIL'),
  request('internal', `${accountDiscovery('catalog')}.PING`, nobody),
  request('internal', `${accountServices('catalog')}.admin`, nobody),
];

const inTwoAccounts: Four = ['allowed', 'allowed', 'refused', 'refused'];
const subscriptions: readonly SubjectRow[] = [
  subscribe('inboxes', '_INBOX.<me>.>', ['allowed', 'allowed', 'allowed', 'allowed']),
  subscribe('inboxes', '_INBOX.>', nobody),
  subscribe('inboxes', '_INBOX.<other>.>', nobody),
  ...['>', '*.>', '*', '_R_.>'].map((subject) => subscribe('everything', subject, nobody)),
  ...['$SYS.>', '$JS.API.>', '$JS.EVENT.ADVISORY.>', '$KV.>', '$KV.catalog_items.>', '$O.>'].map((subject) =>
    subscribe('system and storage', subject, nobody),
  ),
  ...['symphony.>', 'symphony.from.>', 'symphony.audit.>', 'account.>', 'cirata.status.>', 'cirata.>'].map((subject) =>
    subscribe('internal', subject, nobody),
  ),
  subscribe('platform services', 'cirata.services.>', nobody),
  subscribe('platform services', 'cirata.services.info', nobody),
  subscribe('endpoints', 'cirata.extensions.>', nobody),
  subscribe('endpoints', 'cirata.extensions.catalog.>', ['refused', 'allowed', 'refused', 'refused']),
  subscribe('endpoints', 'cirata.extensions.catalog.list', ['refused', 'allowed', 'refused', 'refused']),
  subscribe('commands', 'cirata.extensions.catalog.commands', ['refused', 'allowed', 'refused', 'refused']),
  subscribe('discovery', '$SRV.>', inTwoAccounts),
  subscribe('broadcasts', 'cirata.symphony.>', ['allowed', 'allowed', 'allowed', 'refused']),
  subscribe('events', 'extensions.>', nobody),
  subscribe('events', 'extensions.catalog.>', ['refused', 'allowed', 'refused', 'refused']),
  subscribe('events', 'extensions.catalog.changed', ['allowed', 'allowed', 'allowed', 'refused']),
  subscribe('events', 'extensions.catalog.secret', ['refused', 'allowed', 'refused', 'refused']),
  subscribe('events', 'events.orders.>', ['allowed', 'refused', 'refused', 'refused']),
];

/** Who can reach which subject on NATS. */
export const subjectTable: readonly SubjectRow[] = [
  ...services,
  ...endpoints,
  ...storage,
  ...announcements,
  ...closed,
  ...subscriptions,
];
