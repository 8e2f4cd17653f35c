import type { NatsConnection } from '@nats-io/nats-core';
import { keyCapabilities, replicasFor } from '@symphony-ts/contract';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountRecords } from '../accounts/account-records.js';
import { AccountServer } from '../accounts/account-server.js';
import { CallPause, followOnHub } from '../accounts/call-pause.js';
import { RefusalJournal } from '../audit/refusal-journal.js';
import { CallerClaims } from '../callers/caller-claims.js';
import { CallerSigner } from '../callers/caller-signer.js';
import { PausedCallers } from '../floods/paused-callers.js';
import { createKeyIndex, type KeyIndex } from '../keys/key-index.js';
import { cached } from '../kit/cached.js';
import { Counters } from '../kit/counters.js';
import { RefusalLog } from '../kit/refusal-log.js';
import type { StopStack } from '../kit/stop-stack.js';
import { ConnectionWatch } from '../nats/connection-watch.js';
import { leaveConnection } from '../nats/leave-connection.js';
import { connectOwn, type OwnConnection, type OwnLink } from '../nats/platform-connection.js';
import { embeddedNats, externalNats, type PlatformNats } from '../nats/platform-nats.js';
import { ServerClock } from '../nats/server-clock.js';
import { ServerFlush } from '../nats/server-flush.js';
import { ServerReleases } from '../nats/server-releases.js';
import { unixSeconds } from '../operator/jwt.js';
import { type OperatorKeys, openOperatorKeys } from '../operator/operator-keys.js';
import { declaredBy } from '../registry/running-versions.js';
import { type AccessRules, createAccessRules } from '../rights/access-rules.js';
import { countJetStreamServers } from '../services/cluster-service.js';
import type { Intake } from '../services/service-router.js';
import type { ResolvedOptions } from './platform-options.js';
import { openState, type PlatformState } from './platform-state.js';

/** The parts that every other part of the platform uses. */
export interface PlatformCore {
  readonly options: ResolvedOptions;
  readonly keys: OperatorKeys;
  readonly nats: PlatformNats;
  /** The connection to the platform's state. Nobody else can send anything to it. */
  readonly nc: NatsConnection;
  /** The connections on which the platform's services are asked, by extensions and by people and plain clients. */
  readonly intake: Intake;
  /** The connection to the server's system account. */
  readonly system: NatsConnection;
  /** The connection on which people call extensions over HTTP. */
  readonly hub: NatsConnection;
  /** The same, for extensions with many requests under way. */
  readonly busy: NatsConnection;
  /** The connection to the buckets and the discovery of the extensions' accounts. */
  readonly data: NatsConnection;
  /** The connection to the people's account, where extensions announce their status. */
  readonly people: NatsConnection;
  /** Whether the connections are up. */
  readonly links: Readonly<Record<OwnLink, ConnectionWatch>>;
  readonly state: PlatformState;
  readonly keyIndex: KeyIndex;
  readonly access: AccessRules;
  readonly callers: CallerClaims;
  readonly counters: Counters;
  readonly refusals: RefusalLog;
  readonly paused: PausedCallers;
  readonly records: AccountRecords;
  readonly directory: AccountDirectory;
  /** How many copies of a bucket the running servers can hold. */
  readonly replicas: () => Promise<1 | 3 | 5>;
  /** Whether acknowledged writes are on the disk. */
  readonly flush: ServerFlush;
  /** The time of the servers' clocks. */
  readonly serverClock: ServerClock;
  /** NATS addresses for clients. */
  readonly servers: () => readonly string[];
}

/** How long a count of the cluster's servers is used. */
const REPLICAS_MS = 10_000;

/** Opens keys, NATS, connections and state, and brings the server's accounts in line with the records. */
export async function openCore(options: ResolvedOptions, stack: StopStack): Promise<PlatformCore> {
  const { logger } = options;
  const counters = new Counters();
  const keys = await openOperatorKeys(options.keysDir, unixSeconds(Date.now()));
  const nats = options.natsUrls ? externalNats(options.natsUrls) : await embeddedNats(keys, options);
  stack.add('nats-server', () => nats.stop());
  const open = connecting({ keys, nats, logger }, stack);
  const system = await open('system');
  const releases = new ServerReleases({ isVulnerableAllowed: options.isVulnerableServerAllowed, logger });
  const judge = (): void => releases.assertSafe(system.getServer(), system.info?.version ?? 'unknown');
  judge();
  const nc = await open('platform');
  const isExpected = options.natsUrls !== undefined || options.flush === 'always';
  const flush = new ServerFlush({ isExpected, logger });
  const serverClock = new ServerClock();
  const replicas = cached(REPLICAS_MS, async () =>
    replicasFor(
      await countJetStreamServers(system, ({ name, version, time, flush: flushes }) => {
        releases.assertSafe(name, version);
        if (time !== undefined) serverClock.note(time);
        if (flushes) flush.note({ name, flush: flushes });
      }),
    ),
  );
  const state = await openState(nc, await replicas(), { logger, counters });
  stack.add('state', () => state.stop());
  const journal = RefusalJournal.start({ write: (entry) => state.refusals.write(entry), now: Date.now, logger });
  stack.add('journal of refusals', () => journal.stop());
  const refusals = new RefusalLog({ logger, counters, sink: journal });
  const keyIndex = createKeyIndex(state.keys);
  const access = createAccessRules(options.grantDeclared);
  const paused = new PausedCallers();
  const records = createAccountRecords({ options, state, keyIndex, access, paused });
  records.follow();
  const callers = new CallerClaims(new CallerSigner(keys.secret('callers')), Date.now);
  const server = new AccountServer(system);
  const directory = new AccountDirectory({ keys, server, records, pause: new CallPause(nc), now: Date.now, logger });
  await directory.sync();
  const hub = await open('hub');
  const busy = await open('busy');
  for (const calling of [hub, busy]) followOnHub(nc, calling);
  const data = await open('data');
  const people = await open('people');
  const intake = { extensions: await open('extensions'), clients: await open('clients') };
  const links = {
    platform: ConnectionWatch.start(nc),
    system: ConnectionWatch.start(system),
    hub: ConnectionWatch.start(hub),
    busy: ConnectionWatch.start(busy),
    data: ConnectionWatch.start(data),
    people: ConnectionWatch.start(people),
    extensions: ConnectionWatch.start(intake.extensions),
    clients: ConnectionWatch.start(intake.clients),
  };
  const servers = (): readonly string[] => options.advertise ?? nats.urls;
  return {
    options,
    keys,
    nats,
    nc,
    intake,
    system,
    hub,
    busy,
    data,
    people,
    links,
    state,
    keyIndex,
    access,
    callers,
    counters,
    refusals,
    paused,
    records,
    directory,
    replicas,
    flush,
    serverClock,
    servers,
  };
}

/** Opens the platform's connections. They are closed together, so that a server that does not answer delays the stop once. */
function connecting(own: Omit<OwnConnection, 'link'>, stack: StopStack) {
  const open: NatsConnection[] = [];
  stack.add('connections', () => Promise.all(open.map(leaveConnection)));
  return async (link: OwnLink): Promise<NatsConnection> => {
    const nc = await connectOwn({ ...own, link });
    open.push(nc);
    return nc;
  };
}

type AccountRecordsSource = Pick<PlatformCore, 'options' | 'state' | 'keyIndex' | 'access' | 'paused'>;

const createAccountRecords = ({ options, state, keyIndex, access, paused }: AccountRecordsSource): AccountRecords =>
  new AccountRecords({
    accounts: state.accounts,
    declared: (prefix) =>
      keyCapabilities(
        declaredBy(prefix, { registered: state.registry, beside: state.versions }).flatMap(
          (manifest) => manifest.capabilities,
        ),
      ),
    liveKeys: (prefix) => keyIndex.liveOf(prefix, Date.now()),
    access,
    limits: options.accountLimits,
    paused,
    lifetimeMs: options.credentialLifetimeMs,
    now: Date.now,
  });
