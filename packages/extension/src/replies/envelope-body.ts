import type { RestEnvelope } from '@symphony-ts/contract';

const utf8 = new TextEncoder();
const NOTHING = new Uint8Array();

/** Text and JSON are in the envelope unchanged; other bytes as base64. */
export const envelopeBody = ({ body, bodyEncoding }: RestEnvelope): unknown =>
  bodyEncoding === 'base64' && typeof body === 'string' ? new Uint8Array(Buffer.from(body, 'base64')) : body;

/** The bytes of a body in an envelope. A JSON body whose position is unknown is serialized again. */
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
