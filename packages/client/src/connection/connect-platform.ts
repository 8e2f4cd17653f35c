import type { NatsConnection } from '@nats-io/nats-core';
import { ROOT, serviceGroup, withoutUndefined } from '@symphony-ts/contract';
import { followPauses, ReconnectDelay, standInOptions } from '@symphony-ts/storage/internal';
import { CallerProofs, proveCallsOn } from '../callers/caller-proofs.js';
import { CredentialKeeper } from '../exchange/credential-keeper.js';
import type { Credentials } from '../exchange/credentials.js';
import { buildNatsOptions } from '../nats/nats-options.js';
import { openNats } from '../nats/open-nats.js';
import { SeedSigner, userAuthenticator } from '../nats/seed-signer.js';
import type { ResolvedConnectOptions } from './connect-options.js';
import { LiveConnection } from './live-connection.js';
import { openSession, type Session } from './session.js';
import type { ConnectionIdentity, SymphonyConnection } from './symphony-connection.js';

/** Connects to a platform: token, address, exchange, NATS. */
export async function connectPlatform(options: ResolvedConnectOptions): Promise<SymphonyConnection> {
  const session = await openSession(options);
  let live: LiveConnection | undefined;
  const keeper = CredentialKeeper.start({
    first: session.first,
    exchange: session.exchange,
    onRenewed: (credentials, isPlanned) => live?.renewed(credentials, isPlanned),
    onRefused: (error) => live?.fail(error),
    logger: options.logger,
  });
  try {
    live = await openLive(options, session, keeper);
  } catch (error) {
    keeper.stop();
    await session.release();
    throw error;
  }
  live.keepWith(keeper);
  return live;
}

async function openLive(
  options: ResolvedConnectOptions,
  session: Session,
  keeper: CredentialKeeper,
): Promise<LiveConnection> {
  const { first, servers, release } = session;
  const delay = new ReconnectDelay();
  const natsOptions = buildNatsOptions({
    servers,
    // Read at each connect, so that a reconnect uses the latest credentials.
    authenticator: userAuthenticator(() => keeper.current.jwt, new SeedSigner(() => keeper.current.seed)),
    instanceId: first.instanceId,
    name: options.name,
    delay,
    connectTimeoutMs: options.connectTimeoutMs,
    followsCluster: !session.isReaddressed,
  });
  const { signal, waitOnFirstConnect, logger } = options;
  const nc = await openNats(natsOptions, { signal, waitOnFirstConnect, logger, jwt: keeper.current.jwt });
  proveCallsOn(nc, proofsWith(keeper));
  followPauses({ hears: nc, waits: nc, prefixOf });
  const openStandIn = (): Promise<NatsConnection> =>
    openNats({ ...natsOptions, ...standInOptions }, { logger, jwt: keeper.current.jwt });
  const identity = identityOf(first);
  return LiveConnection.follow({ nc, identity, mode: 'platform', servers, delay, logger, release, openStandIn });
}

const EXTENSIONS = serviceGroup('');
const SERVICES = `${ROOT}.services.`;

/** The extension that a request goes to; empty for the platform. */
function prefixOf(subject: string): string | undefined {
  if (subject.startsWith(EXTENSIONS)) return subject.slice(EXTENSIONS.length).split('.', 1)[0];
  return subject.startsWith(SERVICES) ? '' : undefined;
}

const proofsWith = (keeper: CredentialKeeper): CallerProofs =>
  new CallerProofs({
    claim: () => keeper.current.callers?.claim,
    platformKey: () => keeper.current.callers?.key,
    seed: () => keeper.current.seed,
    now: () => keeper.platformNow(),
  });

const identityOf = ({ instanceId, name, kind, capabilities, prefix }: Credentials): ConnectionIdentity => ({
  instanceId,
  name,
  kind,
  capabilities,
  ...withoutUndefined({ prefix }),
});
