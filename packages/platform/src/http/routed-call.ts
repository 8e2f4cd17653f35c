import { endpointMetadata, type Manifest } from '@symphony-ts/contract';
import { knownSubject } from '../kit/known-subjects.js';
import type { ExtensionCall } from './call-extension.js';
import { type EnvelopeOptions, framedEnvelope, type GatewayRequest, wholeEnvelope } from './request-envelope.js';

const utf8 = new TextEncoder();
const restSubjects = new WeakMap<Manifest, ReadonlySet<string>>();

/** Subjects of the `@Rest` operations of an extension. A manifest never changes, so it is read once. */
function restSubjectsOf(manifest: Manifest): ReadonlySet<string> {
  const known = restSubjects.get(manifest);
  if (known) return known;
  const all = manifest.services.flatMap(({ endpoints }) => endpoints);
  const found = new Set(
    all.filter(({ metadata }) => metadata?.[endpointMetadata.kind] === 'rest').map(({ subject }) => subject),
  );
  restSubjects.set(manifest, found);
  return found;
}

/** The operation that a request was routed to. */
export interface RoutedTo extends EnvelopeOptions {
  readonly manifest: Manifest;
  readonly endpoint: string;
}

/** The request for the operation: framed for `@Rest`, otherwise an envelope of JSON. Throws `INVALID_REQUEST`. */
export function routedBody(
  request: GatewayRequest,
  { manifest, endpoint, ...options }: RoutedTo,
): Pick<ExtensionCall, 'body' | 'contentType'> {
  const subject = knownSubject(manifest.prefix, endpoint);
  if (!restSubjectsOf(manifest).has(subject)) return { body: utf8.encode(wholeEnvelope(request, options)) };
  const { data, contentType } = framedEnvelope(request, options);
  return { body: data, contentType };
}
