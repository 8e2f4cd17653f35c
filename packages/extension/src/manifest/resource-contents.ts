import { readFile } from 'node:fs/promises';
import {
  errorCode,
  InvalidConfigurationError,
  type Logger,
  type MaybePromise,
  SymphonyError,
  toError,
} from '@symphony-ts/contract';
import type { ExtensionModel, HandlerRef, ResourceModel } from '../model/extension-model.js';
import { findUnserved } from '../openapi/check-document.js';
import { locateFile } from './package-file.js';

/** Texts that are not in the model itself. */
export interface ManifestContents {
  /** By URI. A resource without text is not in the manifest. */
  readonly resources: ReadonlyMap<string, string>;
  /** The hand-written OpenAPI document, if there is one. */
  readonly openapi?: string;
}

export interface ReadResourcesOptions {
  /** Receives a line for each optional file that does not exist. */
  readonly logger: Logger;
  /** Returns the function of a handler. Without it, computed resources have no text yet, and stay empty. */
  readonly resolve?: (handler: HandlerRef) => (...args: unknown[]) => unknown;
}

/**
 * Reads the files of resources and of the OpenAPI document, and runs the methods that compute resources. Throws
 * `INVALID_CONFIGURATION` if a file cannot be read, or is not an OpenAPI document, and `STARTUP_FAILED` if a method returns no
 * text.
 */
export async function readResources(model: ExtensionModel, options: ReadResourcesOptions): Promise<ManifestContents> {
  const texts = await Promise.all(
    model.resources.map(async (resource) => [resource.uri, await readText(resource, options)] as const),
  );
  const resources = new Map(texts.filter((text): text is readonly [string, string] => text[1] !== undefined));
  const openapi = await readDocument(model);
  return openapi === undefined ? { resources } : { resources, openapi };
}

function readText({ uri, content }: ResourceModel, options: ReadResourcesOptions): MaybePromise<string | undefined> {
  if (content.kind === 'text') return content.text;
  if (content.kind === 'page') return JSON.stringify({ page: content.page });
  if (content.kind === 'file') return readResourceFile(uri, content, options.logger);
  return options.resolve ? compute(uri, options.resolve(content.handler)) : '';
}

type FileContent = Extract<ResourceModel['content'], { readonly kind: 'file' }>;

async function readResourceFile(uri: string, content: FileContent, logger: Logger): Promise<string | undefined> {
  const path = await locateFile(content.file, content.from);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!content.optional || errorCode(error) !== 'ENOENT') throw unreadable(uri, path, toError(error));
    logger.info(`${uri} is left out: ${path} does not exist`);
    return undefined;
  }
}

async function compute(uri: string, method: (...args: unknown[]) => unknown): Promise<string> {
  const what = `computing ${uri}`;
  let text: unknown;
  try {
    text = await method();
  } catch (error) {
    const cause = toError(error);
    throw new SymphonyError('STARTUP_FAILED', { what, reason: cause.message }, { cause });
  }
  if (typeof text === 'string') return text;
  throw new SymphonyError('STARTUP_FAILED', { what, reason: `its method returned ${typeof text}, not text` });
}

/** A document in place begins with a brace or has several lines. Anything else is the name of a file. */
const isText = (openapi: string): boolean => openapi.trimStart().startsWith('{') || openapi.includes('\n');

async function readDocument(model: ExtensionModel): Promise<string | undefined> {
  const text = await documentText(model);
  const reason = text === undefined ? undefined : await findUnserved(text, model);
  if (reason) throw new InvalidConfigurationError({ setting: 'the OpenAPI document', reason });
  return text;
}

async function documentText({ openapi, declaredIn }: ExtensionModel): Promise<string | undefined> {
  if (openapi === undefined || (typeof openapi === 'string' && isText(openapi))) return openapi;
  const path = await locateFile(openapi, declaredIn);
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable('the OpenAPI document', path, toError(error));
  });
}

const unreadable = (setting: string, path: string, cause: Error): InvalidConfigurationError =>
  new InvalidConfigurationError({ setting, reason: `${path} cannot be read: ${cause.message}` }, { cause });
