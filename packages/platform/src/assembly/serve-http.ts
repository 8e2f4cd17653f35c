import type { Logger } from '@symphony-ts/contract';
import { AccountService } from '../accounts/account-service.js';
import { type ExchangeSettings, exchangeCredentials } from '../exchange/credential-exchange.js';
import { AnswersUnderWay, roomForReplies } from '../http/answers-under-way.js';
import { ExtensionCalls } from '../http/extension-calls.js';
import { createAssertFresh } from '../http/fresh-sign-in.js';
import { createHttpServer, listen } from '../http/http-server.js';
import type { ApiKey } from '../keys/api-key.js';
import type { KeyService } from '../keys/key-service.js';
import type { StopStack } from '../kit/stop-stack.js';
import type { DocumentReader } from '../openapi/document-reader.js';
import { DEFAULT_GROUPS_CLAIM, OidcVerifier } from '../people/oidc-verifier.js';
import type { PeopleService } from '../people/people-service.js';
import type { HealthReport } from '../routes/health-routes.js';
import type { SignInSettings } from '../routes/people-routes.js';
import type { PlatformInfo } from '../services/info-service.js';
import type { OpenUsage } from '../usage/open-usage.js';
import type { PlatformCore } from './core.js';
import { createUiHost } from './create-ui-host.js';
import { mountRoutes } from './mount-routes.js';
import type { OpenRegistry } from './open-registry.js';
import type { ResolvedOptions } from './platform-options.js';

/** The parts that the HTTP API and the user interface use. */
export interface HttpParts extends Pick<OpenRegistry, 'registry' | 'unregister'> {
  readonly core: PlatformCore;
  readonly keys: KeyService;
  readonly people: PeopleService;
  readonly documents: DocumentReader;
  readonly usage: OpenUsage;
  readonly info: () => PlatformInfo;
  /** Version of the platform. */
  readonly version: string;
}

/** Serves HTTP until the platform stops. Resolves to the host and the port, as they stand in a URL. */
export async function serveHttp(parts: HttpParts, stack: StopStack): Promise<string> {
  const { core, keys, people, registry, documents, info, version } = parts;
  const { options, state } = core;
  const { logger } = options;
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
    access: core.access,
    callers: core.callers,
    counters: core.counters,
    keys,
    registry,
    documents,
    people,
    accounts: createAccountService(parts),
    audit: state.audit,
    refusals: state.refusals,
    oidc,
    devSignIn: options.devSignIn,
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
    assertLicensed: (prefix) => parts.usage.usage.assertLicensed(prefix),
    calls: new ExtensionCalls({ shared: core.hub, busy: core.busy }),
    unread: new AnswersUnderWay(roomForReplies),
    usage: parts.usage.usage,
    usageState: parts.usage.usageState,
    now: Date.now,
    logger,
  });
  stack.add('HTTP', () => departure.leave());
  const { host } = options.http;
  return `${host.includes(':') ? `[${host}]` : host}:${await listen(app, options.http)}`;
}

const createAccountService = ({ core, unregister }: HttpParts): AccountService =>
  new AccountService({
    ...core,
    audit: core.state.audit,
    liveKeys: (prefix) => core.keyIndex.liveOf(prefix, Date.now()).length,
    unregister,
    logger: core.options.logger,
  });

/** The time before the end of a key in which each use of the key logs a warning. */
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

function healthOf({ links, nats }: PlatformCore, version: string): HealthReport {
  const state = (isUp: boolean): 'ok' | 'down' => (isUp ? 'ok' : 'down');
  const { platform, hub, busy, system, data, people, extensions, clients } = links;
  const isReady = platform.isUp && hub.isUp && system.isUp;
  // Whoever floods the platform can end these, and must not take it out of service for others.
  const isHearing = busy.isUp && data.isUp && people.isUp && extensions.isUp && clients.isUp;
  const components = {
    nats: state(platform.isUp && nats.isStored()),
    messaging: state(hub.isUp),
    accounts: state(system.isUp),
    requests: state(isHearing),
  };
  return { healthy: isReady && isHearing && nats.isStored(), ready: isReady, version, components };
}

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
