import type { FastifyInstance } from 'fastify';
import type { Sandbox } from './sandbox.js';
import { SANDBOX_PATH } from './sandbox-address.js';

/** Refuses whatever is sent to a sandbox host and asks for no document there. Must be added before the platform's routes. */
export function closeSandboxHosts(app: FastifyInstance, sandbox: Sandbox): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!sandbox.isFor(request) || request.url.startsWith(SANDBOX_PATH)) return undefined;
    reply.callNotFound();
    return reply;
  });
}
