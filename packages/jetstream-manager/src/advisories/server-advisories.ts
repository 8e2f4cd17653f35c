/** The part of nats-server that an advisory is about. A server that does not use that part is not affected. */
export type AdvisoryArea =
  | 'accounts'
  | 'permissions'
  | 'request-info'
  | 'jetstream'
  | 'operator'
  | 'websocket'
  | 'leafnodes'
  | 'routes'
  | 'mqtt'
  | 'monitoring'
  | 'tls'
  | 'configured-users';

/** A published vulnerability of nats-server. */
export interface ServerAdvisory {
  /** The CVE, or the GitHub advisory if there is no CVE. */
  readonly id: string;
  /** What an attacker can do. */
  readonly title: string;
  /** The affected part of the server. */
  readonly area: AdvisoryArea;
  /**
   * `isolation`: access data of another user. `crash`: stop the server or exhaust it. `disclosure`: read information
   * about the server.
   */
  readonly effect: 'isolation' | 'crash' | 'disclosure';
  /** The first affected release. */
  readonly since: string;
  /**
   * The first fixed release of each release line. Lines newer than the newest of them contain the fix from the start.
   */
  readonly fixedIn: readonly string[];
}

const of = (
  area: AdvisoryArea,
  effect: ServerAdvisory['effect'],
  [id, title, since, ...fixedIn]: readonly [id: string, title: string, since: string, ...fixedIn: string[]],
): ServerAdvisory => ({ id, title, area, effect, since, fixedIn });

/**
 * The advisories of nats-server since 2.9, from <https://advisories.nats.io>. It omits those of embedded libraries, and
 * those of features that need a custom build.
 */
export const serverAdvisories: readonly ServerAdvisory[] = [
  of('accounts', 'isolation', [
    'CVE-2025-30215',
    'a user of one account deletes the streams of another by the JetStream API',
    '2.2.0',
    '2.10.27',
    '2.11.1',
  ]),
  of('request-info', 'isolation', [
    'CVE-2026-33223',
    'a client writes the header that says who it is',
    '2.2.0',
    '2.11.15',
    '2.12.6',
  ]),
  of('permissions', 'isolation', [
    'CVE-2026-33249',
    'message traces are published where their sender may not publish',
    '2.11.0',
    '2.11.15',
    '2.12.6',
  ]),
  of('permissions', 'isolation', [
    'GHSA-wh7g-5m82-pmhr',
    'a wildcard subscription receives subjects that are denied',
    '2.0.0',
    '2.11.16',
    '2.12.7',
    '2.14.0',
  ]),
  of('permissions', 'isolation', [
    'CVE-2026-58251',
    'a queue subscription receives subjects that are denied',
    '2.0.0',
    '2.11.16',
    '2.12.7',
    '2.14.0',
  ]),
  of('jetstream', 'isolation', [
    'CVE-2026-33222',
    'who may restore one stream restores others of the account',
    '2.2.0',
    '2.11.15',
    '2.12.6',
  ]),
  of('leafnodes', 'isolation', [
    'CVE-2026-33246',
    'a leaf node writes the header that says who it is',
    '2.2.0',
    '2.11.15',
    '2.12.6',
  ]),
  of('leafnodes', 'isolation', [
    'CVE-2026-58254',
    'a leaf node publishes message traces where it may not publish',
    '2.11.0',
    '2.12.12',
    '2.14.3',
  ]),
  of('configured-users', 'isolation', [
    'CVE-2023-47090',
    'clients get in without a password where only the system account is configured',
    '2.2.0',
    '2.9.23',
    '2.10.2',
  ]),
  of('configured-users', 'isolation', [
    'GHSA-hmmp-q8cx-v964',
    'a client without credentials becomes the default user where it should not',
    '2.2.0',
    '2.12.12',
    '2.14.3',
  ]),
  of('routes', 'isolation', [
    'CVE-2026-58253',
    'a stranger joins routes or leaf nodes where a default user is configured',
    '2.2.0',
    '2.11.16',
    '2.12.7',
    '2.14.0',
  ]),
  of('tls', 'isolation', [
    'CVE-2026-33248',
    'some names in client certificates are taken for those of others',
    '2.2.0',
    '2.11.15',
    '2.12.6',
  ]),
  of('mqtt', 'isolation', [
    'CVE-2026-33217',
    'MQTT clients pass by the permissions on their own subjects',
    '2.2.0',
    '2.11.15',
    '2.12.6',
  ]),
  of('mqtt', 'isolation', [
    'CVE-2026-33215',
    'an MQTT client takes over the session of another',
    '2.2.0',
    '2.11.15',
    '2.12.6',
  ]),
  of('mqtt', 'isolation', [
    'CVE-2026-58213',
    'an MQTT client writes protocol lines into routes and leaf nodes',
    '2.2.0',
    '2.12.9',
    '2.14.1',
  ]),
  of('mqtt', 'isolation', [
    'GHSA-7qmq-8cc4-hxwg',
    'retained MQTT messages arrive on subjects that are denied',
    '2.2.0',
    '2.12.12',
    '2.14.3',
  ]),
  of('operator', 'crash', [
    'GHSA-g33f-6538-grxh',
    'a stranger stops a server in operator mode with a malformed JWT',
    '2.0.0',
    '2.12.10',
    '2.14.2',
  ]),
  of('websocket', 'crash', [
    'CVE-2026-27571',
    'a stranger uses up the memory by compressed WebSocket frames',
    '2.2.0',
    '2.11.12',
    '2.12.3',
  ]),
  of('websocket', 'crash', [
    'CVE-2026-27889',
    'a stranger stops the server with a WebSocket frame',
    '2.2.0',
    '2.11.14',
    '2.12.5',
  ]),
  of('websocket', 'crash', [
    'CVE-2026-33219',
    'a stranger uses up the memory by WebSocket frames',
    '2.2.0',
    '2.11.15',
    '2.12.6',
  ]),
  of('websocket', 'crash', [
    'GHSA-p957-7v2w-g93g',
    'a stranger stops the server by the MQTT path of its WebSocket listener',
    '2.2.0',
    '2.12.12',
    '2.14.3',
  ]),
  of('monitoring', 'crash', [
    'GHSA-q59r-vq66-pxc2',
    'who may ask for the connections of an account stops the server',
    '2.2.0',
    '2.12.12',
    '2.14.3',
  ]),
  of('leafnodes', 'crash', ['CVE-2026-29785', 'a stranger stops a leaf node listener', '2.2.0', '2.11.14', '2.12.5']),
  of('leafnodes', 'crash', ['CVE-2026-33218', 'a stranger stops a leaf node listener', '2.2.0', '2.11.15', '2.12.6']),
  of('leafnodes', 'crash', [
    'GHSA-3g5q-cfh2-cq67',
    'a stranger stops a leaf node listener',
    '2.2.0',
    '2.11.17',
    '2.12.8',
    '2.14.0',
  ]),
  of('mqtt', 'crash', [
    'GHSA-r72h-j7qq-v6qg',
    'a stranger uses up the memory by MQTT packets',
    '2.2.0',
    '2.12.12',
    '2.14.3',
  ]),
  of('mqtt', 'disclosure', [
    'CVE-2026-33216',
    'monitoring shows the passwords of MQTT clients',
    '2.2.0',
    '2.11.15',
    '2.12.6',
  ]),
  of('mqtt', 'disclosure', [
    'CVE-2026-58214',
    'MQTT clients see the delivery state of others',
    '2.2.0',
    '2.12.12',
    '2.14.3',
  ]),
  of('monitoring', 'disclosure', [
    'CVE-2026-33247',
    'monitoring shows passwords given on the command line',
    '2.2.0',
    '2.11.15',
    '2.12.6',
  ]),
];

/** The web page that describes an advisory of nats-server. */
export const advisoryUrl = ({ id }: ServerAdvisory): string =>
  id.startsWith('GHSA')
    ? `https://github.com/nats-io/nats-server/security/advisories/${id}`
    : `https://nvd.nist.gov/vuln/detail/${id}`;
