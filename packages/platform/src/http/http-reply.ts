import type { Msg } from '@nats-io/nats-core';
import {
  contentTypes,
  ErrorReply,
  isFramed,
  isJsonType,
  mediaType,
  RetryDetails,
  splitFramed,
  headers as wire,
} from '@symphony-ts/contract';
import { HeaderText } from '@symphony-ts/storage/internal';
import { isLargeJson, mayHoldBody } from './large-json.js';
import { mayReplySet } from './reply-headers.js';

/** What goes back over HTTP. */
export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  /** Without content type. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const JSON_TYPE = 'application/json';
const BYTES_TYPE = 'application/octet-stream';
const TEXT_TYPE = 'text/plain; charset=utf-8';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A reply of the gateway's own, or of an extension that failed. */
const errorReply = (status: number, reply: ErrorReply): HttpReply => ({
  status,
  contentType: JSON_TYPE,
  headers: retryAfter(reply),
  body: encode(JSON.stringify(reply)),
});

/** `Retry-After`, in whole seconds, if a refusal says when to try again. */
export function retryAfter({ details }: ErrorReply): Readonly<Record<string, string>> {
  const given = RetryDetails.safeParse(details);
  return given.success ? { 'retry-after': String(Math.ceil(given.data.retryAfterMs / 1_000)) } : {};
}

/** `get` of a NATS message's headers: empty for an absent one. */
export type HeaderLookup = (name: string) => string;

const nothing: HeaderLookup = () => '';

/** Looks in the headers of a message, of which only those that are asked for are read. */
export function headersOf(message: Msg): HeaderLookup {
  const headers = HeaderText.of(message) ?? message.headers;
  return headers ? (name) => headers.get(name) : nothing;
}

/** Whether a JSON object with a `body` key counts as a wrapped reply if it does not say so itself. Default: yes. */
export interface ReplyOptions {
  readonly mayBeWrapped?: boolean;
}

/**
 * Reads the answer of an endpoint. It can be a micro error. It can be a wrapped reply, which says so or is a JSON object with a
 * `body` key. Otherwise it is the content itself. Its content type decides; without one it is JSON if it is valid JSON, and
 * plain text if not. A large content is not parsed: its beginning and end decide. A wrapper that HTTP cannot carry becomes a
 * 502 that says what is wrong with it.
 */
export function readHttpReply(
  payload: Uint8Array,
  header: HeaderLookup = nothing,
  { mayBeWrapped = true }: ReplyOptions = {},
): HttpReply {
  const code = header(wire.errorCode);
  const contentType = header(wire.contentType);
  if (isFramed(contentType)) return readFramedReply(payload, contentType);
  const isMarked = mediaType(contentType) === contentTypes.wrapped;
  if (code === '' && contentType !== '' && !isMarked && isHeaderValue(contentType)) {
    return { status: 200, contentType, headers: {}, body: payload };
  }
  const mayWrap = isMarked || code !== '' || mayBeWrapped;
  if (isLargeJson(payload) && !(mayWrap && mayHoldBody(payload)) && code === '') return plainJson(payload);
  const json = parseJson(payload);
  // The contents of a wrapper count more than the headers of the message: it has status, content type and details of a refusal.
  if (mayWrap && json !== undefined && isWrapper(json.value)) {
    const reply = readWrapper(json.value);
    return typeof reply === 'string' ? invalid(reply) : reply;
  }
  if (code !== '') return readError(code, header(wire.error), json);
  if (json === undefined) return { status: 200, contentType: TEXT_TYPE, headers: {}, body: payload };
  return plainJson(payload);
}

const plainJson = (body: Uint8Array): HttpReply => ({ status: 200, contentType: JSON_TYPE, headers: {}, body });

const invalid = (reason: string): HttpReply =>
  errorReply(502, { error: `the extension's reply cannot be served: ${reason}`, code: 'INVALID_REPLY' });

function readError(code: string, description: string, json: { readonly value: unknown } | undefined): HttpReply {
  const number = Number(code);
  const status = Number.isInteger(number) && number >= 400 && number <= 599 ? number : 500;
  const given = ErrorReply.safeParse(json?.value);
  return errorReply(
    status,
    given.success ? given.data : { error: description || 'the extension failed', code: status },
  );
}

type Wrapper = Readonly<Record<string, unknown>>;
const isWrapper = (value: unknown): value is Wrapper =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'body');

/** The field in either spelling; `null` counts as absent. */
const field = (wrapper: Wrapper, name: string): unknown => wrapper[name] ?? wrapper[name.toLowerCase()] ?? undefined;

function readFramedReply(payload: Uint8Array, contentType: string): HttpReply {
  const framed = splitFramed(payload, contentType);
  const described = framed ? knownHead(framed.head) : undefined;
  if (!framed || described === undefined) return invalid('it is cut off');
  if (typeof described === 'string') return invalid(described);
  const { status, contentType: type, headers } = described;
  return { status, contentType: type, headers, body: framed.body };
}

type Head = Omit<HttpReply, 'body'>;

/** How many parsed heads are kept, by their bytes. Most replies of an operation have the same head. */
const MOST_HEADS = 1_000;
const LONGEST_HEAD = 512;
const heads = new Map<string, Head | string | undefined>();

function knownHead(bytes: Uint8Array): Head | string | undefined {
  if (bytes.length > LONGEST_HEAD) return parseHead(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const known = heads.get(text);
  if (known !== undefined) return known;
  const read = parseHead(bytes);
  if (heads.size >= MOST_HEADS) heads.clear();
  heads.set(text, read);
  return read;
}

/** The contents of a head, or what is wrong with it; `undefined` if it is not a JSON object. */
function parseHead(bytes: Uint8Array): Head | string | undefined {
  const head = parseJson(bytes)?.value;
  return typeof head === 'object' && head !== null ? readHead(head as Wrapper, BYTES_TYPE) : undefined;
}

function readWrapper(wrapper: Wrapper): HttpReply | string {
  const isBase64 = field(wrapper, 'bodyEncoding') === 'base64';
  const head = readHead(wrapper, isBase64 ? BYTES_TYPE : JSON_TYPE);
  if (typeof head === 'string') return head;
  const body = wrappedBody(wrapper['body'], isBase64, head.contentType);
  return typeof body === 'string' ? body : { ...head, body };
}

/** Status, type and headers of a wrapped reply, or what is wrong with them. */
function readHead(wrapper: Wrapper, defaultType: string): Head | string {
  const status = field(wrapper, 'statusCode') ?? 200;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 599) {
    return `statusCode is ${JSON.stringify(status)}, not an integer from 100 to 599`;
  }
  if (status < 200) return `statusCode ${status} is interim, and cannot end a request`;
  const headers = readHeaders(field(wrapper, 'headers'));
  if (typeof headers === 'string') return headers;
  const contentType = field(wrapper, 'contentType') ?? headers.contentType ?? defaultType;
  if (typeof contentType !== 'string' || !isHeaderValue(contentType)) return 'contentType is not a header value';
  return { status, contentType, headers: headers.passed };
}

/** The bytes of a wrapped body, or what is wrong with them. */
function wrappedBody(body: unknown, isBase64: boolean, contentType: string): Uint8Array | string {
  if (isBase64) {
    return typeof body === 'string' && isBase64Text(body)
      ? Buffer.from(body, 'base64')
      : 'bodyEncoding is base64, but body is not';
  }
  if (isJsonType(contentType)) return encode(JSON.stringify(body));
  if (body === null) return new Uint8Array();
  return typeof body === 'string' ? encode(body) : `body must be a string for ${contentType}, not ${typeof body}`;
}

/** Standard alphabet, padded or not. */
const isBase64Text = (text: string): boolean => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text);

interface ReplyHeaders {
  readonly passed: Readonly<Record<string, string>>;
  readonly contentType: string | undefined;
}

function readHeaders(given: unknown): ReplyHeaders | string {
  if (given === undefined) return { passed: {}, contentType: undefined };
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'headers is not an object';
  const entries = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value] as const);
  for (const [name, value] of entries) {
    if (!isHeaderName(name)) return `'${name}' is not a header name`;
    if (typeof value !== 'string' || !isHeaderValue(value)) return `header '${name}' is not a header value`;
  }
  const strings = entries as (readonly [string, string])[];
  return {
    passed: Object.fromEntries(strings.filter(([name]) => mayReplySet(name))),
    contentType: strings.find(([name]) => name === 'content-type')?.[1],
  };
}

const isHeaderName = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name);
/** What HTTP/1 lets through: no line breaks (they would split the reply), no control characters, Latin-1. */
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const isHeaderValue = (value: string): boolean => /^[^\x00-\x08\x0a-\x1f\x7f\u0100-\uffff]*$/.test(value);

const strict = new TextDecoder('utf-8', { fatal: true });

/** `undefined` if the bytes are not JSON; the value is wrapped, since it can be anything. */
function parseJson(payload: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(strict.decode(payload)) as unknown };
  } catch {
    // not UTF-8 or not JSON: the reply is text
    return undefined;
  }
}
