import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ConnectionOptions as TlsSettings } from 'node:tls';
import type { Permissions } from '@nats-io/jwt';
import {
  type Authenticator,
  connect,
  createInbox,
  type NatsConnection,
  type NodeConnectionOptions,
  type TlsOptions,
} from '@nats-io/transport-node';
import { ConnectionError, type Logger, PAUSE_BROADCAST, ROOT, toError } from '@symphony-ts/contract';
import { guardMessages, livePings, ReconnectDelay, standInOptions } from '@symphony-ts/storage/internal';
import { AUDIT_SUBJECT } from '../audit/audit-entry.js';
import { REFUSAL_SUBJECT } from '../audit/refusal-entry.js';
import { FLOOD_SUBJECT } from '../floods/shared-pauses.js';
import { withPatience } from '../kit/with-patience.js';
import { signJwt, unixSeconds } from '../operator/jwt.js';
import { NKey } from '../operator/nkey.js';
import type { OperatorKeys } from '../operator/operator-keys.js';
import { accountNames, callerServices, PEOPLE_CALLER } from '../operator/platform-subjects.js';
import { watchedEvents } from './client-watch.js';
import { moveFromLameDuck } from './lame-duck.js';
import type { PlatformNats } from './platform-nats.js';

/** The JWT lives as long as a connection attempt; each attempt signs a new one. */
const JWT_SECONDS = 24 * 3_600;
/** How long to try again if a server runs but is slow. */
const PATIENCE_MS = 60_000;
const REMEDY =
  'check that the NATS servers run, that their addresses are right, and that they trust this platform (symphony-boot platform server-config prints what they need)';

/** The account of each connection that the platform opens for itself. */
const accountOfLink = {
  system: accountNames.system,
  platform: accountNames.platform,
  extensions: accountNames.platform,
  clients: accountNames.platform,
  hub: accountNames.hub,
  busy: accountNames.hub,
  data: accountNames.hub,
  people: accountNames.people,
} as const;

/** The platform's connections to NATS by what they are for. */
export type OwnLink = keyof typeof accountOfLink;

/** The platform's permissions on each connection. They never cover everything, so no request can make the platform do more. */
const permissions = (link: OwnLink, inbox: string): Permissions => {
  const { pub, sub } = allowed[link];
  // The platform probes its connection by messages to its own inbox.
  return { pub: { allow: [`${inbox}.>`, ...pub] }, sub: { allow: [`${inbox}.>`, ...sub] } };
};

const replies = ['_INBOX.>', '_R_.>'] as const;
const jetStream = ['$JS.API.>', '$JS.ACK.>', '$JS.FC.>', '$KV.>'] as const;
const allowed = {
  system: { pub: ['$SYS.REQ.>'], sub: watchedEvents },
  platform: {
    pub: [...jetStream, `${ROOT}.symphony.>`, `${AUDIT_SUBJECT}.>`, `${REFUSAL_SUBJECT}.>`, FLOOD_SUBJECT, ...replies],
    sub: [FLOOD_SUBJECT, PAUSE_BROADCAST],
  },
  extensions: { pub: replies, sub: [callerServices('*')] },
  clients: { pub: replies, sub: [callerServices(PEOPLE_CALLER)] },
  hub: { pub: ['calls.>'], sub: [] },
  busy: { pub: ['calls.>'], sub: [] },
  data: { pub: ['account.>'], sub: [] },
  // Never an empty list, which the server would read as "everything".
  people: { pub: ['$SYS.REQ.USER.INFO'], sub: [`${ROOT}.status.>`] },
} as const;

/** A connection the platform opens for itself. */
export interface OwnConnection {
  readonly keys: OperatorKeys;
  readonly nats: Pick<PlatformNats, 'urls' | 'certFile'>;
  /**
   * What it is for. A server ends a connection that reads too slowly, so what others may send without being asked has connections of
   * its own: requests to the platform (`extensions`, `clients`), statuses (`people`), what lies or answers in the accounts of
   * extensions (`data`), and the answers of extensions that owe many (`busy`).
   */
  readonly link: OwnLink;
  readonly logger: Logger;
}

/** A connection for one task that needs all of an account. */
export interface KeeperConnection extends Omit<OwnConnection, 'link'> {
  /** `PLATFORM`, or the prefix of an extension. */
  readonly account: string;
}

/**
 * Connects as the platform, and reconnects forever. If the server is only slow, it continues trying. Throws `ConnectionError`
 * with the address and the reason.
 */
export async function connectOwn({ link, ...own }: OwnConnection): Promise<NatsConnection> {
  const inboxPrefix = `_INBOX.${link}_${randomUUID().replaceAll('-', '')}`;
  const allowed = permissions(link, inboxPrefix);
  return open({ ...own, account: accountOfLink[link], name: link, inboxPrefix, allowed });
}

/** Connects to one account with all rights, for the duration of one task. Throws as `connectOwn` does. */
export async function connectKeeper(keeper: KeeperConnection): Promise<NatsConnection> {
  const inboxPrefix = `_INBOX.keeper_${randomUUID().replaceAll('-', '')}`;
  return open({ ...keeper, name: 'keeper', inboxPrefix, allowed: everything });
}

/** An inbox below the connection's own prefix, where its user may listen. */
export function newInbox(nc: NatsConnection): string {
  // `options` is on every connection that nats.js makes, but not in the type.
  const { options } = nc as NatsConnection & { readonly options?: { readonly inboxPrefix?: string } };
  return createInbox(options?.inboxPrefix);
}

const everything: Permissions = { pub: { allow: ['>'] }, sub: { allow: ['>'] } };

interface AccountConnection extends KeeperConnection {
  readonly name: string;
  readonly inboxPrefix: string;
  readonly allowed: Permissions;
}

async function open(own: AccountConnection): Promise<NatsConnection> {
  const { keys, nats: server, account, logger, inboxPrefix, allowed, name } = own;
  const user = new NKey('user', randomBytes(32));
  const jwt = (): string => {
    const issued = unixSeconds(Date.now());
    const nats = { ...allowed, subs: -1, data: -1, payload: -1 };
    const claims = { kind: 'user', name: `symphony-${name}`, subject: user.publicKey, nats } as const;
    return signJwt({ ...claims, expires: issued + JWT_SECONDS }, keys.account(account), issued);
  };
  const tls = server.certFile === undefined ? {} : { tls: trustAlone(server.certFile) };
  const delay = new ReconnectDelay();
  const settings: NodeConnectionOptions = {
    servers: [...server.urls],
    ...tls,
    name: `symphony ${name}`,
    authenticator: signer(jwt, user),
    inboxPrefix,
    maxReconnectAttempts: -1,
    ...delay.options,
    ...livePings,
    ignoreAuthErrorAbort: true,
    noAsyncTraces: true,
  };
  const dial = async (options: NodeConnectionOptions): Promise<NatsConnection> => {
    const nc = await connect(options);
    guardMessages(nc, logger);
    return nc;
  };
  try {
    const patience = { what: 'NATS', patienceMs: PATIENCE_MS, isPassing: isSlow, logger };
    const nc = await withPatience(() => dial(settings), patience);
    void moveFromLameDuck(nc, { delay, logger, openStandIn: () => dial({ ...settings, ...standInOptions }) });
    return nc;
  } catch (error) {
    const address = server.urls.join(', ');
    throw new ConnectionError({ address, reason: toError(error).message, remedy: REMEDY }, { cause: error });
  }
}

/**
 * Whether a server is reachable but answers late. On a busy machine, either side may miss the time limit of a handshake. A
 * server that refuses or cannot be reached is not slow.
 */
const isSlow = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || /authentication timeout/i.test(error.message));

/** Answers the server's nonce. The library would sign it in JavaScript, which blocks everything for up to a second. */
const signer =
  (jwt: () => string, user: NKey): Authenticator =>
  (nonce) => {
    const sig = Buffer.from(user.sign(new TextEncoder().encode(nonce ?? ''))).toString('base64');
    return { jwt: jwt(), nkey: user.publicKey, sig };
  };

/** Settings of Node. The NATS library passes all its TLS settings on to Node. */
type Trust = Pick<TlsSettings, 'allowPartialTrustChain' | 'checkServerIdentity'>;

/**
 * Trusts one certificate and nothing else, for any host name. The platform reaches its own server by an address of this
 * machine, and the certificate is made out to other names.
 */
function trustAlone(certFile: string): TlsOptions & Trust {
  return {
    // Read at each connect, because the file may be replaced.
    get ca() {
      return firstCertificate(readFileSync(certFile, 'utf8'));
    },
    allowPartialTrustChain: true,
    checkServerIdentity: () => undefined,
  };
}

const firstCertificate = (text: string): string =>
  /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0] ?? '';
