import { httpPaths, rights } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { AccountService } from '../accounts/account-service.js';
import type { Authorize } from '../http/authorize.js';
import { callerOf } from '../http/bearer.js';
import type { AssertFresh } from '../http/fresh-sign-in.js';
import { routeUrl } from '../http/http-server.js';

const Prefix = z.object({ prefix: z.string().max(64) });
const Page = z.object({
  after: z.string().max(64).optional(),
  count: z.coerce.number().int().min(1).max(1_000).default(1_000),
});

/** The parts that the routes of accounts use. */
export interface AccountRouteParts {
  readonly accounts: AccountService;
  readonly authorize: Authorize;
  readonly assertFresh: AssertFresh;
}

/** The accounts of extensions, for keys with the right `keysAdmin`. `?after=` with its last prefix continues a list. */
export function accountRoutes(app: FastifyInstance, { accounts, authorize, assertFresh }: AccountRouteParts): void {
  app.get(httpPaths.accounts, async (request) => {
    authorize(request, rights.keysAdmin);
    return accounts.list(Page.parse(request.query));
  });

  app.post(routeUrl(httpPaths.thaw), async (request, reply) => {
    const actor = authorize(request, rights.keysAdmin);
    assertFresh(callerOf(request).key);
    await accounts.thaw(Prefix.parse(request.params).prefix, actor);
    return reply.code(204).send();
  });

  app.delete(routeUrl(httpPaths.account), async (request, reply) => {
    const actor = authorize(request, rights.keysAdmin);
    assertFresh(callerOf(request).key);
    await accounts.delete(Prefix.parse(request.params).prefix, actor);
    return reply.code(204).send();
  });
}
