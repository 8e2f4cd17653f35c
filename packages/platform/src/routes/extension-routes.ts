import {
  httpPaths,
  isSymphonyError,
  type Manifest,
  type ManifestService,
  SymphonyError,
  toError,
} from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { AnswerTurns } from '../http/answer-turns.js';
import { routeUrl } from '../http/http-server.js';
import type { ListSource } from '../http/page-of.js';
import { TextCache } from '../kit/text-cache.js';
import type { DocumentReader } from '../openapi/document-reader.js';
import type { Registry } from '../registry/registry.js';

/** Descriptions of extensions that are kept, in characters: they may be as long as their OpenAPI documents. */
const DESCRIPTIONS = 4 * 2 ** 20;

const Prefix = z.object({ prefix: z.string().max(64) });

/** The parts that the routes of extensions use. */
export interface ExtensionRouteParts {
  readonly registry: Pick<Registry, 'prefixes' | 'summary' | 'features' | 'manifest'>;
  readonly documents: DocumentReader;
  readonly turns: AnswerTurns;
}

/** The registered extensions, their contributions to the user interface, and the description of one of them for callers. */
export function extensionRoutes(app: FastifyInstance, { registry, documents, turns }: ExtensionRouteParts): void {
  const descriptions = new TextCache<Manifest>(DESCRIPTIONS);
  const describe = async (manifest: Manifest): Promise<string> => {
    const known = descriptions.get(manifest);
    if (known !== undefined) return known;
    const description = await describeExtension(manifest, documents);
    const text = JSON.stringify(description);
    // A document that could not be read may be readable later, when the machine is less busy.
    if (description.services.every(({ problem }) => problem === undefined)) descriptions.set(manifest, text);
    return text;
  };
  const each = (describeOne: (prefix: string) => unknown): ListSource<string> => ({
    all: registry.prefixes(),
    idOf: (prefix) => prefix,
    describe: describeOne,
  });
  app.get(httpPaths.extensions, async (request, reply) =>
    turns.sendPage(request, reply, () => each((prefix) => registry.summary(prefix))),
  );
  app.get(httpPaths.features, async (request, reply) =>
    turns.sendPage(request, reply, () => each((prefix) => registry.features(prefix))),
  );
  app.get(routeUrl(httpPaths.extension), async (request, reply) => {
    const { prefix } = Prefix.parse(request.params);
    const manifest = registry.manifest(prefix);
    if (!manifest) throw new SymphonyError('EXTENSION_NOT_FOUND', { prefix });
    return turns.sendText(request, reply, () => describe(manifest));
  });
}

/** A service as callers need it: its endpoints with their schemas, and its OpenAPI document. */
export interface ServiceDescription extends Omit<ManifestService, 'metadata'> {
  /** The document as an object, even if it was written as YAML. Omitted for a service without a document. */
  readonly openapi?: unknown;
  /** Why the document cannot be read. */
  readonly problem?: string;
}

/** The description of an extension, as `GET /api/v1/extensions/:prefix` answers it. */
export interface ExtensionDescription extends Pick<Manifest, 'prefix' | 'name' | 'version' | 'description'> {
  readonly services: readonly ServiceDescription[];
}

/**
 * The description of an extension for callers. If a document that an earlier release accepted cannot be read, the description
 * reports a problem.
 */
export async function describeExtension(manifest: Manifest, reader: DocumentReader): Promise<ExtensionDescription> {
  const { prefix, name, version, description, services } = manifest;
  const told = services.map((service) => describeService(prefix, service, reader));
  return { prefix, name, version, description, services: await Promise.all(told) };
}

async function describeService(
  prefix: string,
  { metadata, ...service }: ManifestService,
  reader: DocumentReader,
): Promise<ServiceDescription> {
  const text = metadata['openapi'];
  if (text === undefined) return service;
  try {
    return { ...service, openapi: await reader.parse(prefix, text) };
  } catch (error) {
    if (isSymphonyError(error)) throw error;
    return { ...service, problem: `the OpenAPI document cannot be read: ${toError(error).message.slice(0, 300)}` };
  }
}
