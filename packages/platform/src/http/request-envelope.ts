import { SymphonyError, isJsonType, mediaType, type RestEnvelope } from '@symphony-ts/contract';

/** An HTTP request below an extension's mount, as the gateway received it. */
export interface GatewayRequest {
  /** The method the operation is called by. */
  readonly method: string;
  /** Percent-encoded, without query, with a slash in front. */
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/** Headers that concern one hop, or that are the caller's secrets and for the platform alone. */
const withheld = new Set([
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The query parameter that addresses one instance; it is the gateway's own and not passed on. */
export const INSTANCE_PARAMETER = 'instance';

/** What the extension receives for `request`. Throws `INVALID_REQUEST` where a body that says it is JSON is not. */
export function buildEnvelope(request: GatewayRequest, pathParams: Readonly<Record<string, string>>): RestEnvelope {
  const headers = passedHeaders(request.headers);
  const query = new URLSearchParams(request.query);
  query.delete(INSTANCE_PARAMETER);
  return {
    method: request.method,
    url: query.size > 0 ? `${request.path}?${query.toString()}` : request.path,
    path: request.path,
    pathParams,
    queryParams: queryParams(query),
    headers,
    ...envelopeBody(request.body, headers),
  };
}

function passedHeaders(given: GatewayRequest['headers']): Record<string, string> {
  const lower = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value] as const);
  const connection = lower.filter(([name]) => name === 'connection').flatMap(([, value]) => String(value).split(','));
  const hop = new Set(connection.map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(
    lower
      .filter(([name, value]) => value !== undefined && !withheld.has(name) && !hop.has(name))
      .map(([name, value]) => [name, typeof value === 'string' ? value : (value ?? []).join(', ')]),
  );
}

function queryParams(query: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

type EnvelopeBody = Pick<RestEnvelope, 'body' | 'bodyEncoding' | 'contentType'>;

function envelopeBody(bytes: Uint8Array, headers: Readonly<Record<string, string>>): EnvelopeBody {
  const contentType = headers['content-type'];
  const type = contentType === undefined ? {} : { contentType };
  if (bytes.byteLength === 0) return type;
  const isEncoded = (headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity';
  const text = isEncoded ? undefined : decodeText(bytes, contentType);
  const kind = isEncoded ? 'bytes' : bodyKind(contentType);
  if (kind === 'json') return { body: parseJson(text), ...type };
  if (kind === 'bytes' || text === undefined) return inBase64(bytes, type);
  return { body: kind === 'text' ? text : parseOrText(text), ...type };
}

const inBase64 = (bytes: Uint8Array, type: Pick<RestEnvelope, 'contentType'>): EnvelopeBody => ({
  body: Buffer.from(bytes).toString('base64'),
  bodyEncoding: 'base64',
  ...type,
});

const TEXT = /^text\/|[/+]xml$|^application\/(?:x-www-form-urlencoded|javascript|ecmascript|yaml|x-yaml|x-ndjson)$/;

function bodyKind(contentType: string | undefined): 'json' | 'text' | 'bytes' | 'unknown' {
  if (contentType === undefined) return 'unknown';
  if (isJsonType(contentType)) return 'json';
  return TEXT.test(mediaType(contentType)) ? 'text' : 'bytes';
}

/** The bytes as text in the charset they claim, UTF-8 by default; `undefined` where they are not. */
function decodeText(bytes: Uint8Array, contentType = ''): string | undefined {
  const charset = /;\s*charset="?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    // an unknown charset, or bytes that are not in it: they travel as bytes
    return undefined;
  }
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) throw new SymphonyError('INVALID_REQUEST', { reason: 'its JSON body is not in its charset' });
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new SymphonyError('INVALID_REQUEST', { reason: 'its body is not the JSON it says it is' }, { cause });
  }
}

/** A body of no stated type is read as the gateway reads a raw reply: JSON where it is JSON, else text. */
function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
