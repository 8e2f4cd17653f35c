import type { FastifyInstance } from 'fastify';
import { uiPaths } from '../../wire/ui-paths.js';
import { publicHeaders } from '../assets/asset-routes.js';
import type { ModuleGraph } from './module-graph.js';

/** Modules of pages and their source maps, at addresses that nobody can guess, because frames have no session. */
export function moduleRoutes(app: FastifyInstance, modules: ModuleGraph): void {
  app.get(`${uiPaths.modules}*`, async (request, reply) => {
    const [path = ''] = decodeURI(request.url).split('?');
    const isMap = path.endsWith('.map');
    const found = await modules.served(isMap ? path.slice(0, -'.map'.length) : path);
    const text = isMap ? found?.map : found?.code;
    if (text === undefined) return reply.callNotFound();
    const type = isMap ? 'application/json' : 'text/javascript; charset=utf-8';
    return reply.headers(publicHeaders).type(type).send(text);
  });
}
