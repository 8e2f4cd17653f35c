import type { Logger, Manifest } from '@symphony-ts/contract';
import { readOpenApi } from './openapi-document.js';
import { createOpenApiRouter, type OpenApiRouter } from './openapi-router.js';

/** Where the gateway serves an extension. */
export const gatewayMount = (prefix: string): string => `/api/v1/extensions/${prefix}`;

/** The OpenAPI documents of a manifest, one a service at most. */
export const openApiTexts = (manifest: Manifest): readonly string[] =>
  manifest.services.flatMap(({ metadata }) => (metadata['openapi'] === undefined ? [] : [metadata['openapi']]));

/** Builds an extension's router once per document, since requests are many and registrations few. */
export class RouterCache {
  readonly #logger: Logger;
  readonly #routers = new Map<string, { readonly key: string; readonly router: OpenApiRouter }>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  routerFor(manifest: Manifest): OpenApiRouter {
    const texts = openApiTexts(manifest);
    const key = texts.join('\0');
    const known = this.#routers.get(manifest.prefix);
    if (known?.key === key) return known.router;
    const documents = texts.map(readOpenApi);
    for (const problem of documents.flatMap((one) => one.problems)) {
      this.#logger.warn('part of an OpenAPI document is not served', { prefix: manifest.prefix, problem });
    }
    const router = createOpenApiRouter(documents, gatewayMount(manifest.prefix));
    this.#routers.set(manifest.prefix, { key, router });
    return router;
  }
}
