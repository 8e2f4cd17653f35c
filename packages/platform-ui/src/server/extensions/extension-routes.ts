import { SymphonyError } from '@symphony-ts/contract';
import type { UiExtension, UiHost } from '@symphony-ts/platform';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { ShellExtensions, ShellPage } from '../../wire/shell-extension.js';
import { uiPaths } from '../../wire/ui-paths.js';
import { assertOwnRequest } from '../http/request-origin.js';
import { sessionOf } from '../http/session-cookie.js';
import type { ModuleGraph } from '../modules/module-graph.js';
import { formatUri } from '../modules/resource-uri.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { markdownPage, templateValues } from './markdown-page.js';
import { isTrusted, maySee, shellExtension, type TrustPolicy, visibleResource } from './shell-extensions.js';

const Query = z.object({ min: z.coerce.number().int().nonnegative().default(0) });
const Path = z.object({ prefix: z.string(), '*': z.string() });
/** How long a replica that lags is waited for. */
const LAG_MS = 2_000;

/** What these routes need besides the platform. */
export interface ExtensionRouteParts {
  readonly modules: ModuleGraph;
  readonly trustedJsx: TrustPolicy;
  readonly sandbox: Sandbox;
}

/** The extensions a person may see, and their pages. */
export function extensionRoutes(
  app: FastifyInstance,
  host: UiHost,
  { modules, trustedJsx, sandbox }: ExtensionRouteParts,
): void {
  app.addHook('onRequest', async (request) => assertOwnRequest(request));
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  const isDevelopment = host.signIn.development;

  app.get(uiPaths.extensions, async (request): Promise<ShellExtensions> => {
    const session = sessionOf(host, request);
    await host.seen(Query.parse(request.query).min, LAG_MS);
    const revision = host.revision();
    const seen = host.extensions().filter(({ manifest: { prefix } }) => maySee(session.capabilities.pub.allow, prefix));
    const describe = (extension: UiExtension) =>
      shellExtension(extension, {
        trusted: isTrusted(trustedJsx, extension, isDevelopment),
        draws: (resource) => sandbox.draws(resource, request),
      });
    return { revision, extensions: seen.map(describe) };
  });

  app.get(`${uiPaths.pages}:prefix/*`, async (request): Promise<ShellPage> => {
    const { prefix, '*': name } = Path.parse(request.params);
    const uri = formatUri({ prefix, name });
    const { mimeType, text } = visibleResource(host, sessionOf(host, request), uri);
    if (mimeType === 'text/symphony-jsx') return modules.build(uri);
    if (mimeType === 'text/markdown') return markdownPage(text, templateValues(host, request));
    throw new SymphonyError('INVALID_REQUEST', { reason: `${uri} is ${mimeType}, which is drawn in a frame` });
  });
}
