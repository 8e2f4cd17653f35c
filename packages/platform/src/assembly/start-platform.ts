import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@symphony-ts/contract';
import * as z from 'zod';
import { AccountService } from '../accounts/account-service.js';
import { type ExchangeSettings, exchangeCredentials } from '../exchange/credential-exchange.js';
import { ExtensionLoad } from '../http/extension-load.js';
import { createAssertFresh } from '../http/fresh-sign-in.js';
import { createHttpServer, listen } from '../http/http-server.js';
import { type ApiKey, summaryOf } from '../keys/api-key.js';
import type { KeyService } from '../keys/key-service.js';
import { StopStack } from '../kit/stop-stack.js';
import { DocumentReader } from '../openapi/document-reader.js';
import { DEFAULT_GROUPS_CLAIM, OidcVerifier } from '../people/oidc-verifier.js';
import { versionKey } from '../registry/registration.js';
import { Registry } from '../registry/registry.js';
import { broadcastRegistry } from '../registry/registry-broadcast.js';
import { ResourceTexts } from '../registry/resource-texts.js';
import { RunningVersions } from '../registry/running-versions.js';
import type { HealthReport } from '../routes/health-routes.js';
import type { SignInSettings } from '../routes/people-routes.js';
import { ServiceRouter } from '../services/service-router.js';
import { openUsage } from '../usage/open-usage.js';
import { openCore, type PlatformCore } from './core.js';
import { createKeyService } from './create-key-service.js';
import { createUiHost } from './create-ui-host.js';
import { keepAccounts } from './keep-accounts.js';
import { followStatus } from './live-status.js';
import { mountRoutes } from './mount-routes.js';
import { openPeople } from './open-people.js';
import type { Platform } from './platform.js';
import type { ResolvedOptions } from './platform-options.js';
import { type PlatformOptions, resolveOptions } from './platform-options.js';
import { platformInfo, platformServices } from './platform-services.js';
import { watchClients } from './watch-clients.js';

/** The actor in the audit log for calls of the code that started the platform. */
const OPERATOR = 'operator';

/**
 * Starts a platform. Resolves when it answers requests. If a step fails, everything that earlier steps started is stopped.
 *
 * @example <!-- test/guides/entry-points.examples.ts#start-platform -->
 * ```ts
 * await using platform = await startPlatform({ dataDir: './data', dev: { grantDeclared: true } });
 * const { token } = await platform.keys.create({ name: 'Greeter', prefix: 'greeter', kind: 'extension' });
 * ```
 * @throws `PORT_IN_USE` when something else listens on the HTTP port
 * @throws `CONNECTION_FAILED` when NATS does not answer, or does not trust the operator
 * @throws `INVALID_CONFIGURATION` when the keys cannot be used
 * @throws what `startNatsServer` throws, when it starts a server of its own
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const stack = new StopStack(resolveOptions(options, '').logger);
  try {
    return await start(options, stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function start(given: PlatformOptions, stack: StopStack): Promise<Platform> {
  const options = resolveOptions(given, given.dataDir ?? (await temporaryFolder(stack)));
  const core = await openCore(options, stack);
  stack.add('account synchronisation', keepAccounts(core));
  const floods = watchClients(core, stack);
  const { nc, hub, state } = core;
  const { logger, devSignIn } = options;
  const version = packageVersion();
  const info = () => platformInfo(core, version);
  const board = followStatus(core, floods, stack);
  const versions = new RunningVersions({
    registered: state.registry,
    beside: state.versions,
    board,
    now: () => performance.now(),
  });
  const stopFollowing = versions.follow();
  stack.add('running versions', async () => stopFollowing());
  const texts = new ResourceTexts(state.resources, Date.now);
  const registry = new Registry({ table: state.registry, versions, board, texts });
  const stopBroadcast = broadcastRegistry({ nc, registry: state.registry, board, resources: state.resources });
  stack.add('registry broadcast', async () => stopBroadcast());
  const usage = await openUsage({ nc, replicas: await core.replicas(), logger }, options.licensing, Date.now);
  stack.add('usage', () => usage.stop());

  let httpHost = '';
  const keys = createKeyService(core, () => options.host ?? httpHost);
  const people = await openPeople(core, keys);
  const documents = new DocumentReader();
  const services = platformServices(core, { registry, versions, texts, keys, usage: usage.usage, documents, info });
  const router = ServiceRouter.start(nc, services, { logger, refusals: core.refusals, floods });
  hearExtensions(core, router);
  stack.add('services', () => router.stop());
  const oidc = options.oidc && new OidcVerifier(options.oidc, logger);
  const { app, departure } = await createHttpServer({
    ...options.http,
    logger,
    refusals: core.refusals,
    tls: options.tls,
    departure: { delayMs: options.drainDelayMs, graceMs: options.drainTimeoutMs },
  });
  // Before the routes of the API, so that its hooks reach them.
  await options.ui?.(createUiHost(app, { core, keys, people, registry, oidc, info, exchange: exchangeSettings(core) }));
  mountRoutes(app, {
    hub,
    keys,
    registry,
    documents,
    people,
    accounts: new AccountService({
      ...core,
      audit: state.audit,
      liveKeys: (prefix) => core.keyIndex.liveOf(prefix, Date.now()).length,
      unregister: async (prefix) => {
        for (const { manifest } of versions.beside(prefix)) {
          await state.versions.delete(versionKey(prefix, manifest.version));
        }
        await state.registry.delete(prefix);
        await texts.forget(prefix, new Set(), 0);
      },
      logger,
    }),
    access: core.access,
    audit: state.audit,
    refusals: state.refusals,
    oidc,
    devSignIn,
    signIn: signInSettings(options),
    assertFresh: createAssertFresh(options.freshSignInMs, () => Date.now()),
    exchange: async (caller) => {
      await keys.activate(caller.key);
      warnOfEnd(caller.key, logger);
      return exchangeCredentials(caller, exchangeSettings(core));
    },
    info,
    health: () => healthOf(core, version),
    isStaying: () => departure.isStaying(),
    rateLimits: options.rateLimits,
    assertLicensed: (prefix) => usage.usage.assertLicensed(prefix),
    load: new ExtensionLoad(),
    callers: core.callers,
    counters: core.counters,
    usage: usage.usage,
    usageState: usage.usageState,
    now: Date.now,
    logger,
  });
  stack.add('HTTP', () => departure.leave());
  const { host } = options.http;
  httpHost = `${host.includes(':') ? `[${host}]` : host}:${await listen(app, options.http)}`;
  const httpUrl = `${options.tls ? 'https' : 'http'}://${httpHost}`;
  logger.info('platform started', { http: httpUrl, nats: core.servers(), version });
  if (devSignIn) logger.warn('DEVELOPMENT SIGN-IN is on: everybody on this machine is an administrator');
  return describe({ core, keys, registry, stack, httpUrl });
}

/** Has the services answer every extension that has an account. */
function hearExtensions({ state, records }: PlatformCore, router: ServiceRouter): void {
  for (const prefix of records.prefixes()) router.hear(prefix);
  state.accounts.onChange((name) => (records.has(name) ? router.hear(name) : router.ignore(name)));
}

async function temporaryFolder(stack: StopStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'symphony-platform-'));
  stack.add('data folder', () => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** How long before its end a key is spoken of, each time it is used. */
const WARN_OF_END_MS = 14 * 86_400_000;

function warnOfEnd({ id, name, prefix, session, expires }: ApiKey, logger: Logger): void {
  if (session || expires === undefined || Date.parse(expires) - Date.now() > WARN_OF_END_MS) return;
  logger.warn('an API key ends soon: give it a later end, or replace it', { key: id, name, prefix, expires });
}

const exchangeSettings = ({
  keys,
  servers,
  options,
  access,
  callers,
  records,
  paused,
}: PlatformCore): ExchangeSettings => ({
  keys,
  servers,
  lifetimeMs: options.credentialLifetimeMs,
  access,
  limits: options.userLimits,
  callers,
  voidUntil: (key, user) => records.voidUntil(key, user),
  isPaused: (user) => paused.users.has(user),
  now: Date.now,
});

function healthOf({ links }: PlatformCore, version: string): HealthReport {
  const state = (isUp: boolean): 'ok' | 'down' => (isUp ? 'ok' : 'down');
  const { platform, hub, people, system } = links;
  const components = {
    nats: state(platform.isUp),
    messaging: state(hub.isUp && people.isUp),
    accounts: state(system.isUp),
  };
  return { healthy: platform.isUp && hub.isUp && people.isUp && system.isUp, version, components };
}

interface PlatformParts {
  readonly core: PlatformCore;
  readonly keys: KeyService;
  readonly registry: Registry;
  readonly stack: StopStack;
  readonly httpUrl: string;
}

const describe = ({ core, keys, registry, stack, httpUrl }: PlatformParts): Platform => ({
  httpUrl,
  natsUrl: core.servers()[0] ?? '',
  natsServer: core.nats.server,
  keys: {
    create: (key) => keys.create(key, OPERATOR),
    list: () => keys.list().map(summaryOf),
    revoke: (id) => keys.revoke(id, OPERATOR),
  },
  registry: { list: () => registry.list(), manifest: (prefix) => registry.manifest(prefix) },
  stop: () => stack.stop(),
  [Symbol.asyncDispose]: () => stack.stop(),
});

/** How people sign in, as shown to administrators. It does not contain the client's secret. */
function signInSettings({
  oidc,
  devSignIn,
  sessionMs,
}: Pick<ResolvedOptions, 'oidc' | 'devSignIn' | 'sessionMs'>): SignInSettings {
  if (!oidc) return { development: devSignIn, sessionMs };
  const { issuer, clientId, groupsClaim = DEFAULT_GROUPS_CLAIM } = oidc;
  return { development: devSignIn, sessionMs, provider: { issuer, clientId, groupsClaim } };
}

const Package = z.object({ version: z.string() });
const require = createRequire(import.meta.url);

/** The version of this package, which is the platform's. */
const packageVersion = (): string => Package.parse(require('@symphony-ts/platform/package.json')).version;
