import { isSymphonyError, type Manifest, platformServices, SymphonyError, toError } from '@symphony-ts/contract';
import type { DocumentReader } from '../openapi/document-reader.js';

/**
 * The manifest with its OpenAPI documents as JSON, which is cheap to read each time. YAML is read only here, once.
 *
 * @throws `INVALID_INPUT` when a document cannot be read, or exceeds a limit
 * @throws `TOO_MANY_REQUESTS` when documents of this extension have taken too long before
 */
export async function readDocuments(manifest: Manifest, reader: DocumentReader): Promise<Manifest> {
  const services = [...manifest.services];
  for (const [index, service] of services.entries()) {
    const text = service.metadata['openapi'];
    if (text === undefined) continue;
    const openapi = await reader.toJson(manifest.prefix, text).catch((error: unknown) => refuse(error, index));
    if (openapi !== text) services[index] = { ...service, metadata: { ...service.metadata, openapi } };
  }
  return { ...manifest, services };
}

const LONGEST_TEXT = 300;

function refuse(error: unknown, index: number): never {
  if (isSymphonyError(error)) throw error;
  const message = `the document cannot be read: ${toError(error).message.slice(0, LONGEST_TEXT)}`;
  const issues = [{ path: `services.${index}.metadata.openapi`, message }];
  throw new SymphonyError('INVALID_INPUT', { subject: platformServices.register, issues }, { cause: error });
}
