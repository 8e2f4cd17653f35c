import type { FastifyInstance } from 'fastify';
import { callerOf } from '../http/bearer.js';
import type { HttpContext } from '../http/http-context.js';
import { assertRight } from '../keys/key-rights.js';
import { licenseRoutes } from '../routes/license-routes.js';
import { organizationRoutes } from '../routes/organization-routes.js';
import { usageRoutes, type UsageRoutesContext } from '../routes/usage-routes.js';

/** All routes of usage, each of which asks the caller's key for a right. */
export function usageApi(app: FastifyInstance, { usage, audit, grantDeclared }: HttpContext): void {
  const context: UsageRoutesContext = {
    ...usage,
    audit,
    authorize: (request, right) => {
      const { key } = callerOf(request);
      assertRight(key, right, grantDeclared);
      return key.owner ?? key.id;
    },
    now: Date.now,
  };
  usageRoutes(app, context);
  licenseRoutes(app, context);
  organizationRoutes(app, context);
}
