import { randomBytes, randomUUID } from 'node:crypto';
import type { Permissions } from '@nats-io/jwt';
import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { ConnectionError, ROOT, toError } from '@symphony-ts/contract';
import { AUDIT_SUBJECT } from '../audit/audit-entry.js';
import { accountNames, callerServices } from '../accounts/platform-subjects.js';
import { signJwt, unixSeconds } from '../operator/jwt.js';
import { NKey } from '../operator/nkey.js';
import type { OperatorKeys } from '../operator/operator-keys.js';

/** The JWT lives as long as a connection attempt; each attempt signs a new one. */
const JWT_SECONDS = 24 * 3_600;

type OwnAccount = 'system' | 'platform' | 'hub';

/** What the platform may do in each of its accounts: never everything, so that no request can lead it further. */
const permissions = (account: OwnAccount, inbox: string): Permissions => {
  const { pub, sub } = allowed[account];
  return { pub: { allow: [...pub] }, sub: { allow: [`${inbox}.>`, ...sub] } };
};

const replies = ['_INBOX.>', '_R_.>'];
const allowed = {
  system: { pub: ['$SYS.REQ.>'], sub: [] },
  platform: {
    pub: ['$JS.API.>', '$JS.ACK.>', '$JS.FC.>', '$KV.>', `${ROOT}.symphony.>`, `${AUDIT_SUBJECT}.>`, ...replies],
    sub: [callerServices('*')],
  },
  hub: { pub: ['account.>', `${ROOT}.extensions.>`], sub: [`${ROOT}.status.>`] },
} as const;

/** A connection the platform opens for itself. */
export interface OwnConnection {
  readonly keys: OperatorKeys;
  readonly servers: readonly string[];
  readonly account: OwnAccount;
}

/** Connects as the platform; reconnects for ever. Throws `ConnectionError`, naming the address and what was wrong. */
export async function connectOwn({ keys, servers, account }: OwnConnection): Promise<NatsConnection> {
  const name = accountNames[account];
  const inboxPrefix = `_INBOX.${account}_${randomUUID().replaceAll('-', '')}`;
  const user = new NKey('user', randomBytes(32));
  const jwt = (): string => {
    const issued = unixSeconds(Date.now());
    const nats = { ...permissions(account, inboxPrefix), subs: -1, data: -1, payload: -1 };
    const claims = { kind: 'user', name: `symphony-${account}`, subject: user.publicKey, nats } as const;
    return signJwt({ ...claims, expires: issued + JWT_SECONDS }, keys.account(name), issued);
  };
  try {
    return await connect({
      servers: [...servers],
      name: `symphony ${account}`,
      authenticator: jwtAuthenticator(jwt, new TextEncoder().encode(user.seed())),
      inboxPrefix,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
      ignoreAuthErrorAbort: true,
      noAsyncTraces: true,
    });
  } catch (cause) {
    throw new ConnectionError({ address: servers.join(', '), reason: toError(cause).message }, { cause });
  }
}
