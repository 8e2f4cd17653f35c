import type { FastifyInstance } from 'fastify';
import { AnswerTurns } from '../http/answer-turns.js';
import { createAuthorize } from '../http/authorize.js';
import { refuseRegistrations, requireBearer } from '../http/bearer.js';
import { createChangeBudget, limitChanges } from '../http/change-rate.js';
import { type AccountRouteParts, accountRoutes } from '../routes/account-routes.js';
import { type ExchangeParts, exchangeRoutes } from '../routes/exchange-routes.js';
import { type ExtensionRouteParts, extensionRoutes } from '../routes/extension-routes.js';
import { type GatewayParts, gatewayRoutes } from '../routes/gateway-routes.js';
import { type HealthParts, healthRoutes, referenceRoutes } from '../routes/health-routes.js';
import { keyRoutes } from '../routes/key-routes.js';
import { licenseRoutes } from '../routes/license-routes.js';
import { logoutRoutes } from '../routes/logout-routes.js';
import { type MetricsRouteParts, metricsRoutes } from '../routes/metrics-routes.js';
import { organizationRoutes } from '../routes/organization-routes.js';
import { type PeopleRouteParts, peopleRoutes } from '../routes/people-routes.js';
import { refuseUnknownParameters } from '../routes/refuse-unknown-parameters.js';
import { serviceRoutes } from '../routes/service-routes.js';
import { type SignInParts, signInRoutes } from '../routes/sign-in-routes.js';
import { type UsageRouteParts, usageRoutes } from '../routes/usage-routes.js';

/** Everything that routes answer from. Each is handed the parts it needs. */
export type RouteParts = HealthParts &
  SignInParts &
  ExchangeParts &
  GatewayParts &
  Omit<ExtensionRouteParts, 'turns'> &
  Omit<AccountRouteParts, 'authorize'> &
  Omit<MetricsRouteParts, 'authorize'> &
  Omit<PeopleRouteParts, 'authorize' | 'audit' | 'turns'> &
  Omit<UsageRouteParts, 'authorize' | 'audit' | 'turns'> & {
    readonly audit: PeopleRouteParts['audit'] & UsageRouteParts['audit'];
  };

type Mount = (app: FastifyInstance) => void;

/** Mounts the HTTP API: open routes, then those for any live key, then those that a registration token may not use. */
export function mountRoutes(app: FastifyInstance, given: RouteParts): void {
  const parts = { ...given, authorize: createAuthorize(given.access), turns: new AnswerTurns() };
  const open: readonly Mount[] = [
    (scope) => healthRoutes(scope, parts),
    (scope) => referenceRoutes(scope, parts),
    (scope) => signInRoutes(scope, parts),
    (scope) => logoutRoutes(scope, parts),
    (scope) => exchangeRoutes(scope, parts),
  ];
  // Routes about the caller's own key, which may be a registration token.
  const personal: readonly Mount[] = [(scope) => keyRoutes(scope, parts), (scope) => peopleRoutes(scope, parts)];
  const administration: readonly Mount[] = [
    (scope) => accountRoutes(scope, parts),
    (scope) => usageRoutes(scope, parts),
    (scope) => licenseRoutes(scope, parts),
    (scope) => organizationRoutes(scope, parts),
    (scope) => metricsRoutes(scope, parts),
    (scope) => extensionRoutes(scope, parts),
  ];
  const calls: readonly Mount[] = [(scope) => serviceRoutes(scope, parts), (scope) => gatewayRoutes(scope, parts)];
  const changes = createChangeBudget();
  for (const mount of open) app.register(async (scope) => mount(scope));
  for (const mount of [...personal, ...administration, ...calls]) {
    app.register(async (scope) => {
      requireBearer(scope, parts.keys);
      if (!personal.includes(mount)) refuseRegistrations(scope);
      if (!calls.includes(mount)) {
        limitChanges(scope, changes);
        refuseUnknownParameters(scope);
      }
      mount(scope);
    });
  }
}
