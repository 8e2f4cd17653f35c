import { httpPath, httpPaths, type Logger, type Manifest, type OpenApiDocument } from '@symphony-ts/contract';
import type { DocumentReader } from './document-reader.js';
import { readOpenApiOf } from './openapi-document.js';
import { createOpenApiRouter, type OpenApiRouter } from './openapi-router.js';

/** The OpenAPI documents of a manifest, one a service at most. */
const openApiTexts = (manifest: Manifest): readonly string[] =>
  manifest.services.flatMap(({ metadata }) => (metadata['openapi'] === undefined ? [] : [metadata['openapi']]));

interface CachedRouter {
  /** The manifest of the last request. The same object has the same documents. */
  manifest: Manifest;
  readonly key: string;
  /** The router itself once it is built, so that a request need not wait. */
  router: OpenApiRouter | Promise<OpenApiRouter>;
}

/** Builds an extension's router once for each version of its documents, however many requests wait for it. */
export class RouterCache {
  readonly #logger: Logger;
  readonly #reader: DocumentReader;
  readonly #routers = new Map<string, CachedRouter>();

  constructor(reader: DocumentReader, logger: Logger) {
    this.#reader = reader;
    this.#logger = logger;
  }

  routerFor(manifest: Manifest): OpenApiRouter | Promise<OpenApiRouter> {
    const known = this.#routers.get(manifest.prefix);
    if (known?.manifest === manifest) return known.router;
    const texts = openApiTexts(manifest);
    const key = texts.join('\0');
    if (known?.key === key) {
      known.manifest = manifest;
      return known.router;
    }
    const router = this.#build(manifest.prefix, texts);
    const cached: CachedRouter = { manifest, key, router };
    this.#routers.set(manifest.prefix, cached);
    return router.then(
      (built) => (cached.router = built),
      (error: unknown) => {
        if (this.#routers.get(manifest.prefix) === cached) this.#routers.delete(manifest.prefix);
        throw error;
      },
    );
  }

  async #build(prefix: string, texts: readonly string[]): Promise<OpenApiRouter> {
    const documents: OpenApiDocument[] = [];
    for (const text of texts) documents.push(await readOpenApiOf(prefix, text, this.#reader));
    const problems = documents.flatMap((document) => document.problems);
    if (problems.length > 0) {
      const shown = problems.slice(0, 5);
      this.#logger.warn('part of an OpenAPI document is not served', {
        prefix,
        problems: shown,
        count: problems.length,
      });
    }
    return createOpenApiRouter(documents, httpPath(httpPaths.extension, { prefix }));
  }
}
