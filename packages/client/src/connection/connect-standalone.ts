import { type NatsConnection, nuid } from '@nats-io/nats-core';
import type { NodeConnectionOptions } from '@nats-io/transport-node';
import { withoutUndefined } from '@symphony-ts/contract';
import { ReconnectDelay, standInOptions, useJetStreamApi } from '@symphony-ts/storage/internal';
import { readUserJwt } from '../exchange/user-jwt.js';
import { buildNatsOptions, type NatsOptionsInput } from '../nats/nats-options.js';
import { type OpenNatsOptions, openNats } from '../nats/open-nats.js';
import { connectWebSocket } from '../nats/web-socket.js';
import { readLogin } from '../standalone/login.js';
import { readTlsMaterial } from '../standalone/read-tls.js';
import { resolveStandalone } from '../standalone/resolve-standalone.js';
import { readServers } from '../standalone/server-list.js';
import type { NatsTlsOptions, StandaloneOptions } from '../standalone/standalone-options.js';
import type { ResolvedConnectOptions } from './connect-options.js';
import { LiveConnection } from './live-connection.js';
import type { SymphonyConnection } from './symphony-connection.js';

const DEFAULT_SERVER = 'nats://127.0.0.1:4222';

/** Connects to a NATS server that does not belong to a platform. */
export async function connectStandalone(
  options: ResolvedConnectOptions,
  given: StandaloneOptions,
): Promise<SymphonyConnection> {
  const { signal, waitOnFirstConnect, logger, env } = options;
  const nats = await resolveStandalone(given, env);
  const { servers, login: listed, isWebSocket } = readServers(nats.servers ?? DEFAULT_SERVER);
  const login = await readLogin(nats, listed, logger);
  const { cert } = await readTlsMaterial(nats.tls);
  const instanceId = instanceIdOf(login.creds) ?? nuid.next();
  const delay = new ReconnectDelay();
  const natsOptions = buildNatsOptions({
    servers,
    authenticator: login.authenticator,
    instanceId,
    name: options.name,
    delay,
    connectTimeoutMs: options.connectTimeoutMs,
    followsCluster: true,
    ...tlsOf(nats.tls),
  });
  const how = {
    logger,
    login: login.label,
    ...(cert === undefined ? { silence: NO_CERTIFICATE } : {}),
    ...(isWebSocket
      ? { dial: (dialled: NodeConnectionOptions) => connectWebSocket(dialled, () => readTlsMaterial(nats.tls)) }
      : {}),
  };
  const open = async (dialled: NodeConnectionOptions, more: Partial<OpenNatsOptions>): Promise<NatsConnection> => {
    const nc = await openNats(dialled, { ...how, ...more });
    useJetStreamApi(nc, apiPrefixOf(nats));
    return nc;
  };
  return LiveConnection.follow({
    nc: await open(natsOptions, { signal, waitOnFirstConnect }),
    openStandIn: () => open({ ...natsOptions, ...standInOptions }, {}),
    identity: {
      instanceId,
      name: options.name,
      kind: options.prefix === undefined ? 'client' : 'extension',
      ...withoutUndefined({ prefix: options.prefix }),
    },
    mode: 'standalone',
    servers,
    delay,
    logger,
    release: () => Promise.resolve(),
  });
}

/** Omitted without TLS options. A server with TLS is then treated as Node treats other servers. */
function tlsOf({ first = false, ...source }: NatsTlsOptions = {}): Pick<NatsOptionsInput, 'tls'> {
  const tls = { ...withoutUndefined(source), ...(first ? { handshakeFirst: true } : {}) };
  return Object.keys(tls).length === 0 ? {} : { tls };
}

/** With TLS 1.3, a client considers the handshake complete before the server refuses it. */
const NO_CERTIFICATE =
  '; a server that asks for a client certificate is silent like that (nats.tls.certFile, --tlscert)';

const apiPrefixOf = ({ domain, apiPrefix }: StandaloneOptions): string | undefined =>
  domain === undefined ? apiPrefix : `$JS.${domain}.API`;

/** The id in the JWT of the creds, if it can be part of a subject. nsc and other tools write ids that cannot. */
function instanceIdOf(creds: string | undefined): string | undefined {
  const jwt = creds === undefined ? undefined : /-----BEGIN NATS USER JWT-----\s+(\S+)/.exec(creds)?.[1];
  const jti = jwt === undefined ? undefined : readUserJwt(jwt)?.jti;
  return jti !== undefined && /^[A-Z0-9]+$/.test(jti) ? jti : undefined;
}
