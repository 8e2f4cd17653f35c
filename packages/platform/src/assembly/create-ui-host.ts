import type { FastifyInstance } from 'fastify';
import { getPreference, putPreference } from '../people/preference.js';
import type { Registry } from '../registry/registry.js';
import type { PlatformInfo } from '../services/info-service.js';
import type { UiHost } from '../ui/ui-host.js';
import { createUiSessions, type UiSessionParts } from './ui-sessions.js';

/** The parts of the platform's side of a user interface. */
export interface UiHostParts extends UiSessionParts {
  readonly registry: Registry;
  readonly info: () => PlatformInfo;
}

/** The access to the platform that a user interface receives. */
export function createUiHost(app: FastifyInstance, parts: UiHostParts): UiHost {
  const { core, registry, info } = parts;
  const { options, state, nats } = core;
  const { name, shortName, version } = info();
  return {
    ...createUiSessions(parts),
    app,
    logger: options.logger,
    product: { name, shortName, version },
    servers: core.servers,
    signInRoute: { config: { rateLimit: { max: options.rateLimits.signIn } } },
    signIn: { development: options.devSignIn, oidc: options.oidc, freshMs: options.freshSignInMs },
    extensions: () =>
      registry.list().flatMap((summary) => {
        const manifest = registry.manifest(summary.prefix);
        const isOperators = state.accounts.get(summary.prefix)?.owner === undefined;
        return manifest ? [{ manifest, summary, isOperators }] : [];
      }),
    manifest: (prefix) => registry.manifest(prefix),
    revision: () => state.registry.revision,
    seen: (revision, timeoutMs) => state.registry.seen(revision, timeoutMs),
    preferences: {
      get: (person, preference) => getPreference(state.preferences, person, preference),
      put: (person, preference, value) => putPreference(state.preferences, person, preference, value),
    },
    secret: (label) => core.keys.secret(label),
    websocket: () => options.websocketUrl ?? nats.server?.websocketUrl,
  };
}
