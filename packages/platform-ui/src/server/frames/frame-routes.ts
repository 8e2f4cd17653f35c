import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Assets } from '../assets/assets.js';
import { visibleResource } from '../extensions/visible-resource.js';
import { originOf } from '../http/origin.js';
import { formatPolicy, REFUSED_FEATURES } from '../http/policy.js';
import { sessionOf } from '../http/session-cookie.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import { formatUri } from '../modules/resource-uri.js';
import { frameDocument } from './frame-document.js';

const Path = z.object({ prefix: z.string(), '*': z.string() });

/** Documents of extensions, each of an origin of its own, which the header makes so wherever it is opened. */
export function frameRoutes(
  app: FastifyInstance,
  host: UiHost,
  { assets, modules }: { readonly assets: Assets; readonly modules: ModuleGraph },
): void {
  app.get('/ui/f/:prefix/*', async (request, reply) => {
    const { prefix, '*': name } = Path.parse(request.params);
    const resource = visibleResource(host, sessionOf(host, request), formatUri({ prefix, name }));
    const origin = originOf(request);
    const made = await frameDocument(resource, { origin, assets, build: (uri) => modules.build(uri) });
    if (!made) return reply.callNotFound();
    return reply
      .headers({
        'content-security-policy': formatPolicy(made.policy),
        'permissions-policy': REFUSED_FEATURES,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        // The shell's own header keys its origin; a document of no origin has none to key, and says so loudly.
        'origin-agent-cluster': '?0',
        // helmet's default would forbid the one page that frames it.
        'x-frame-options': 'SAMEORIGIN',
      })
      .type('text/html; charset=utf-8')
      .send(made.html);
  });
}
