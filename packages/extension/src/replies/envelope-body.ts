import type { RestEnvelope } from '@symphony-ts/contract';

const utf8 = new TextEncoder();
const NOTHING = new Uint8Array();

/** Text and JSON stand in the envelope as they are; other bytes as base64. */
export const envelopeBody = ({ body, bodyEncoding }: RestEnvelope): unknown =>
  bodyEncoding === 'base64' && typeof body === 'string' ? new Uint8Array(Buffer.from(body, 'base64')) : body;

/** The bytes of a body in a whole envelope; a JSON body whose place is not told is written anew. */
export function rawEnvelopeBody(data: Uint8Array | undefined, envelope: RestEnvelope): Uint8Array {
  const { bodyLength } = envelope;
  if (data && bodyLength !== undefined && bodyLength < data.length) {
    const end = data.length - 1;
    return data.subarray(end - bodyLength, end);
  }
  const body = envelopeBody(envelope);
  if (body === undefined) return NOTHING;
  if (body instanceof Uint8Array) return body;
  return utf8.encode(typeof body === 'string' ? body : JSON.stringify(body));
}
