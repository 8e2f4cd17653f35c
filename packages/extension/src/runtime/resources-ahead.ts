import { createHash } from 'node:crypto';
import { limits, type ManifestResource, type RegistrationRequest, type ResourceUpload } from '@symphony-ts/contract';

/** Half of a server's default limit for one message. A manifest below it is sent whole. */
const MOST_BYTES = 512 * 1_024;
/** Shorter texts stay in the manifest: a hash is not much shorter, and each separate text costs requests. */
const SHORT_UNITS = 1_024;

/** A registration whose long texts go ahead of it. */
export interface SplitRegistration {
  readonly request: RegistrationRequest;
  /** The texts by their SHA-256. Empty if the request is small enough. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Takes the long texts out of a registration that might not fit into one message. */
export function splitRegistration(request: RegistrationRequest): SplitRegistration {
  const texts = new Map<string, string>();
  if (Buffer.byteLength(JSON.stringify(request)) <= MOST_BYTES) return { request, texts };
  const resources = request.features.resources.map((resource): ManifestResource => {
    if (resource.text.length <= SHORT_UNITS) return resource;
    const sha256 = createHash('sha256').update(resource.text).digest('hex');
    texts.set(sha256, resource.text);
    return { ...resource, text: '', sha256 };
  });
  return { request: { ...request, features: { ...request.features, resources } }, texts };
}

/** The pieces of a text, each of which one message holds. */
export function* piecesOf(prefix: string, sha256: string, text: string): Generator<ResourceUpload> {
  const size = limits.resourcePiece;
  const count = Math.ceil(text.length / size);
  for (let index = 0; index < count; index += 1) {
    const piece = text.slice(index * size, (index + 1) * size);
    yield { prefix, upload: { sha256, index, count, text: piece } };
  }
}
