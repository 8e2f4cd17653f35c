import { extname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { uiPaths } from '../../wire/ui-paths.js';
import type { Assets } from './assets.js';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
};

/** For files with the hash of their content in their name. Frames without an origin load them as well, so every origin may. */
export const publicHeaders = {
  'cache-control': 'public, max-age=31536000, immutable',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

const Path = z.object({ '*': z.string() });

/** The scripts, styles and fonts of the shell: the same for everybody. */
export function assetRoutes(app: FastifyInstance, assets: Assets): void {
  app.get(`${uiPaths.assets}*`, (request, reply) => {
    const path = Path.parse(request.params)['*'];
    const compressed = /\bbr\b/.test(request.headers['accept-encoding'] ?? '') ? assets.read(path, 'br') : undefined;
    const bytes = compressed ?? assets.read(path);
    if (!bytes) return reply.callNotFound();
    void reply.headers({ ...publicHeaders, vary: 'accept-encoding' });
    if (compressed) void reply.header('content-encoding', 'br');
    return reply.type(TYPES[extname(path)] ?? 'application/octet-stream').send(bytes);
  });
}
