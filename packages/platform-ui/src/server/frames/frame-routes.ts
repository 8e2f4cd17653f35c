import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { uiPaths } from '../../wire/ui-paths.js';
import type { Assets } from '../assets/assets.js';
import { visibleResource } from '../extensions/shell-extensions.js';
import { originOf } from '../http/request-origin.js';
import { sessionOf } from '../http/session-cookie.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import { formatUri } from '../modules/resource-uri.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { frameDocument } from './frame-document.js';
import { frameHeaders } from './frame-policy.js';

const Path = z.object({ prefix: z.string(), '*': z.string() });

/** What frames are made with. */
export interface FrameRouteParts {
  readonly assets: Assets;
  readonly modules: ModuleGraph;
  readonly sandbox: Sandbox;
}

/** Documents of extensions, each of an origin of its own, which the header makes so wherever it is opened. */
export function frameRoutes(app: FastifyInstance, host: UiHost, { assets, modules, sandbox }: FrameRouteParts): void {
  app.get(`${uiPaths.frames}:prefix/*`, async (request, reply) => {
    const { prefix, '*': name } = Path.parse(request.params);
    const resource = visibleResource(host, sessionOf(host, request), formatUri({ prefix, name }));
    const elsewhere = sandbox.addressOf(resource, request);
    if (elsewhere !== undefined) return reply.header('cache-control', 'no-store').redirect(elsewhere, 303);
    const origin = originOf(request);
    const made = await frameDocument(resource, { origin, assets, build: (uri) => modules.build(uri) });
    if (!made) return reply.callNotFound();
    return reply.headers(frameHeaders(made.policy)).type('text/html; charset=utf-8').send(made.html);
  });
}
