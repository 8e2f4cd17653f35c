import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { uiPaths } from '../../wire/ui-paths.js';
import type { Assets } from '../assets/assets.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import { formatUri } from '../modules/resource-uri.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { frameDocument } from './frame-document.js';
import { frameHeaders, withOrigin } from './frame-policy.js';

const Path = z.object({ prefix: z.string(), '*': z.string() });

/**
 * Documents on the second host, where they may have an origin. That host has no session, no API, no shell and no script of the
 * platform, so the origin gives access to nothing.
 */
export function sandboxRoutes(
  app: FastifyInstance,
  host: UiHost,
  { assets, modules, sandbox }: { readonly assets: Assets; readonly modules: ModuleGraph; readonly sandbox: Sandbox },
): void {
  app.get(`${uiPaths.sandbox}:prefix/*`, async (request, reply) => {
    const { prefix, '*': name } = Path.parse(request.params);
    const uri = formatUri({ prefix, name });
    const resource = host.manifest(prefix)?.features.resources.find((known) => known.uri === uri);
    const origin = resource && sandbox.framedBy(resource, request);
    if (!resource || origin === undefined) return reply.callNotFound();
    const made = await frameDocument(resource, { origin, assets, build: (page) => modules.build(page) });
    if (!made) return reply.callNotFound();
    return reply
      .headers(frameHeaders(withOrigin(made.policy)))
      .type('text/html; charset=utf-8')
      .send(made.html);
  });
}
