import { randomUUID } from 'node:crypto';
import type { Msg, NatsConnection } from '@nats-io/nats-core';
import {
  abandonedSubject,
  instanceSubject,
  isSymphonyError,
  SymphonyError,
  serviceGroup,
  headers as wire,
} from '@symphony-ts/contract';
import { type Cancellation, requestsOf } from '@symphony-ts/storage/internal';
import type { FastifyRequest } from 'fastify';
import { knownSubject } from '../kit/known-subjects.js';
import { accountServices } from '../operator/platform-subjects.js';
import type { Registry } from '../registry/registry.js';
import { writeCallHeaders } from './call-headers.js';

/** How long a request without `Symphony-Timeout` waits, and the longest wait that a caller may ask for. */
const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_TIMEOUT_MS = 300_000;
/** A server cuts a connection that sends a longer line, and this one carries everybody's calls. */
const LONGEST_SUBJECT = 1_024;

/** The target of a call. */
export interface CallTarget {
  readonly prefix: string;
  readonly endpoint: string;
  /** Id of an instance. Default: any instance. */
  readonly instance?: string;
}

/** The facts that a call needs about its target. */
export type KnownInstances = Pick<Registry, 'has' | 'hasInstance' | 'isIncomplete'>;

/**
 * The subject of a target. Throws if no instance is known to answer there, because an older server reports that only by
 * silence.
 */
export function targetSubject({ prefix, endpoint, instance }: CallTarget, registry: KnownInstances): string {
  if (!registry.has(prefix)) throw new SymphonyError('EXTENSION_NOT_FOUND', { prefix });
  const mayAnswer = registry.hasInstance(prefix, instance) || registry.isIncomplete(prefix);
  if (instance === undefined) {
    if (mayAnswer) return knownSubject(prefix, endpoint);
    throw new SymphonyError('NO_LIVE_INSTANCE', { prefix });
  }
  if (mayAnswer) return instanceSubject(prefix, instance, endpoint);
  throw new SymphonyError('INSTANCE_NOT_FOUND', { prefix, instance });
}

/** The deadline a caller named, in milliseconds. Throws `INVALID_REQUEST` for one that is not a positive number. */
export function readTimeout(header: string | string[] | undefined): number {
  if (header === undefined) return DEFAULT_TIMEOUT_MS;
  const timeoutMs = Number(header);
  if (Number.isFinite(timeoutMs) && timeoutMs >= 1) return Math.min(Math.floor(timeoutMs), MAX_TIMEOUT_MS);
  throw new SymphonyError('INVALID_REQUEST', { reason: `${wire.timeout} is not a positive number of milliseconds` });
}

/** A request to an extension. */
export interface ExtensionCall {
  readonly subject: string;
  readonly body: Uint8Array;
  readonly timeoutMs: number;
  /** The type of the body, if its bytes alone do not show it. */
  readonly contentType?: string;
  /** The subject at which a request is sent. Default: the subject itself, as in an account of the extension. */
  readonly route?: (subject: string) => string;
  /** Cancels the request, and tells the extension. */
  readonly cancellation?: Cancellation;
  /** The caller, as the extension sees it: the value of `Symphony-Caller`. */
  readonly caller?: string | undefined;
  /** Trace context that is passed on. */
  readonly trace: Readonly<Record<string, string>>;
}

const NO_TRACE: Readonly<Record<string, string>> = {};

/** The trace headers of an HTTP request. */
export function readTrace({ headers }: FastifyRequest): Readonly<Record<string, string>> {
  const { traceparent, tracestate } = headers;
  if (typeof traceparent !== 'string') return NO_TRACE;
  return typeof tracestate === 'string' ? { traceparent, tracestate } : { traceparent };
}

const SERVICES = serviceGroup('');
/** How many subjects are remembered, each with the subject at which the hub reaches it. */
const MOST_REMEMBERED = 10_000;
const LONGEST_REMEMBERED = 256;
const gated = new Map<string, string>();

/** The subject at which the hub sends a request to an extension. */
export function throughGate(subject: string): string {
  const known = gated.get(subject);
  if (known !== undefined) return known;
  const end = subject.indexOf('.', SERVICES.length);
  const made = accountServices(subject.slice(SERVICES.length, end)) + subject.slice(end);
  if (subject.length > LONGEST_REMEMBERED) return made;
  if (gated.size >= MOST_REMEMBERED) gated.clear();
  gated.set(subject, made);
  return made;
}

/** Sends a request on. Throws `NO_RESPONDERS` or `DISCONNECTED` (503), `GATEWAY_TIMEOUT` (504), `PAYLOAD_TOO_LARGE` (413) or `ABORTED`. */
export async function callExtension(nc: NatsConnection, call: ExtensionCall): Promise<Msg> {
  const { subject, body, timeoutMs, cancellation, route } = call;
  if (subject.length > LONGEST_SUBJECT)
    throw new SymphonyError('INVALID_REQUEST', { reason: 'its subject is too long' });
  const maxBytes = nc.info?.max_payload ?? Number.POSITIVE_INFINITY;
  if (body.length > maxBytes) throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes: body.length, maxBytes });
  // The id cannot be guessed from the ids of other requests. Otherwise somebody else could end this request.
  const requestId = cancellation && randomUUID();
  const headers = writeCallHeaders(call, requestId);
  try {
    return await requestsOf(nc).request({
      subject: route ? route(subject) : subject,
      data: body,
      timeoutMs,
      waitsForResponders: true,
      sharesWrite: true,
      cancellations: cancellation && [cancellation],
      headers: () => headers,
      read: (reply) => reply,
    });
  } catch (error) {
    if (requestId !== undefined && isSymphonyError(error, 'ABORTED')) {
      const told = abandonedSubject(subject.split('.')[2] ?? '');
      nc.publish(route ? route(told) : told, requestId);
    }
    if (isSymphonyError(error, 'NO_RESPONDERS'))
      throw new SymphonyError('NO_RESPONDERS', { subject }, { cause: error });
    if (!isSymphonyError(error, 'TIMEOUT')) throw error;
    throw new SymphonyError('GATEWAY_TIMEOUT', { subject, timeoutMs }, { cause: error });
  }
}
