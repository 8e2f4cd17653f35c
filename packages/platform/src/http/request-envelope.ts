import {
  type encodeFramed,
  framedType,
  isIdentityHeader,
  isSubjectToken,
  type RestEnvelope,
  readHttpBody,
  readQueryParams,
  SymphonyError,
} from '@symphony-ts/contract';

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
  /** The memory that ends with the body, if the part in front of the body may be overwritten. */
  readonly bodyWithRoom?: Buffer | undefined;
}

/** Headers that concern one hop, and secrets of the caller that only the platform may see. */
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

/** How many header names are kept. Clients send the same few again and again. */
const MOST_NAMES = 1_000;
const judged = new Map<string, boolean>();

/** Whether a header, by its name in lower case, is not for extensions. */
function isWithheld(name: string): boolean {
  const known = judged.get(name);
  if (known !== undefined) return known;
  const found = withheld.has(name) || isIdentityHeader(name);
  if (judged.size >= MOST_NAMES) judged.clear();
  judged.set(name, found);
  return found;
}

/** The query parameter that addresses one instance; it is the gateway's own and not passed on. */
const INSTANCE_PARAMETER = 'instance';

/** The header that addresses one instance, even if an operation has a query parameter `instance` of its own. */
const INSTANCE_HEADER = 'symphony-instance';

/**
 * The instance that a request is for; `undefined` if it is for any instance. Throws `INVALID_REQUEST` for a text that cannot be
 * an id.
 */
export function readInstance(headers: GatewayRequest['headers'], query: string): string | undefined {
  const instance =
    headers[INSTANCE_HEADER] ?? (query === '' ? null : new URLSearchParams(query).get(INSTANCE_PARAMETER));
  if (instance === null) return undefined;
  if (typeof instance === 'string' && isSubjectToken(instance)) return instance;
  throw new SymphonyError('INVALID_REQUEST', { reason: `${INSTANCE_PARAMETER} is not an instance id` });
}

/** The parts of a request that an operation receives. */
export interface EnvelopeOptions {
  readonly pathParams: Readonly<Record<string, string>>;
  /** Whether the operation has a query parameter `instance` of its own. Otherwise, the parameter is the gateway's. */
  readonly ownsInstance?: boolean;
}

/** The envelope without the body. */
function envelopeHead(request: GatewayRequest, options: EnvelopeOptions): Omit<RestEnvelope, 'body'> {
  const headers = passedHeaders(request.headers);
  const query = options.ownsInstance ? request.query : withoutInstance(request.query);
  const contentType = headers['content-type'];
  return {
    method: request.method,
    url: query === '' ? request.path : `${request.path}?${query}`,
    path: request.path,
    pathParams: options.pathParams,
    queryParams: readQueryParams(query),
    headers,
    ...(contentType === undefined ? {} : { contentType }),
  };
}

/** For an `@Rest` operation: nothing looks into the body before the extension does. */
export function framedEnvelope(request: GatewayRequest, options: EnvelopeOptions): ReturnType<typeof encodeFramed> {
  const head = JSON.stringify(envelopeHead(request, options));
  const headBytes = Buffer.byteLength(head);
  return { data: framed(head, headBytes, request), contentType: framedType(headBytes) };
}

/** A large body stays in its place if the head fits in front of it. */
function framed(head: string, headBytes: number, { body, bodyWithRoom }: GatewayRequest): Uint8Array {
  const start = bodyWithRoom ? bodyWithRoom.length - body.length - headBytes : -1;
  if (bodyWithRoom && start >= 0) {
    bodyWithRoom.write(head, start);
    return bodyWithRoom.subarray(start);
  }
  const data = Buffer.allocUnsafe(headBytes + body.length);
  data.write(head);
  data.set(body, headBytes);
  return data;
}

/**
 * The whole envelope, as JSON. It contains a JSON body exactly as it was sent. Throws `INVALID_REQUEST` if a body claims to be
 * JSON and is not.
 */
export function wholeEnvelope(request: GatewayRequest, options: EnvelopeOptions): string {
  const head = envelopeHead(request, options);
  const { contentType } = head;
  const body = readHttpBody(request.body, { contentType, contentEncoding: head.headers['content-encoding'] });
  switch (body.kind) {
    case 'none':
      return JSON.stringify(head);
    case 'json': {
      const bodyLength = Buffer.byteLength(body.text);
      return `${JSON.stringify({ ...head, bodyLength }).slice(0, -1)},"body":${body.text}}`;
    }
    case 'text':
      return JSON.stringify({ ...head, body: body.text });
    case 'bytes':
      return JSON.stringify({ ...head, body: Buffer.from(body.bytes).toString('base64'), bodyEncoding: 'base64' });
  }
}

/** Removes the gateway's own parameter, and leaves the rest of the query as it was sent. */
function withoutInstance(query: string): string {
  if (!/instance|%/i.test(query)) return query;
  const kept = query.split('&').filter((pair) => !new URLSearchParams(pair).has(INSTANCE_PARAMETER));
  return kept.join('&');
}

function passedHeaders(given: GatewayRequest['headers']): Record<string, string> {
  const hop = hopNames(given);
  const passed: Record<string, string> = {};
  for (const sent in given) {
    const name = sent.toLowerCase();
    const value = given[sent];
    if (value === undefined || isWithheld(name) || hop?.has(name)) continue;
    passed[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return passed;
}

/** The values of `Connection` that almost every client sends. They name no header. */
const PLAIN = new Set<unknown>(['keep-alive', 'close']);

/** The headers that `Connection` names. They concern one hop only. `undefined` if there are none. */
function hopNames(given: GatewayRequest['headers']): ReadonlySet<string> | undefined {
  let names: Set<string> | undefined;
  for (const sent in given) {
    const value = given[sent];
    if (PLAIN.has(value) || sent.toLowerCase() !== 'connection') continue;
    names ??= new Set();
    for (const name of String(value ?? '').split(',')) names.add(name.trim().toLowerCase());
  }
  return names;
}
