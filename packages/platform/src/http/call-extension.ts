import { randomUUID } from 'node:crypto';
import { headers as createHeaders, type Msg, type NatsConnection } from '@nats-io/nats-core';
import {
  abandonedSubject,
  endpointSubject,
  instanceSubject,
  isSymphonyError,
  SymphonyError,
  headers as wire,
} from '@symphony-ts/contract';
import { type Cancellation, requestsOf } from '@symphony-ts/storage/internal';
import type { FastifyRequest } from 'fastify';
import { accountServices } from '../operator/platform-subjects.js';
import type { Registry } from '../registry/registry.js';

/** How long a request waits where its caller names no `Symphony-Timeout`, and the longest a caller may ask for. */
const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_TIMEOUT_MS = 300_000;
/** A server cuts a connection that sends a longer line, and this one carries everybody's calls. */
const LONGEST_SUBJECT = 1_024;

/** Whom a call goes to. */
export interface CallTarget {
  readonly prefix: string;
  readonly endpoint: string;
  /** One instance; default any. */
  readonly instance?: string;
}

/** What a call needs to know of its target. */
export type KnownInstances = Pick<Registry, 'has' | 'instances' | 'isIncomplete'>;

/** The subject of a target. Throws where nobody is known to answer there, which an older server reports only by silence. */
export function targetSubject({ prefix, endpoint, instance }: CallTarget, registry: KnownInstances): string {
  if (!registry.has(prefix)) throw new SymphonyError('EXTENSION_NOT_FOUND', { prefix });
  const live = registry.instances(prefix);
  const isUnknown = registry.isIncomplete(prefix);
  if (instance === undefined) {
    if (live.length === 0 && !isUnknown) throw new SymphonyError('NO_LIVE_INSTANCE', { prefix });
    return endpointSubject(prefix, endpoint);
  }
  if (isUnknown || live.some(({ instanceId }) => instanceId === instance))
    return instanceSubject(prefix, instance, endpoint);
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
  /** What the body is, where its bytes alone do not say it. */
  readonly contentType?: string;
  /** Where a request is sent, by its subject; default the subject itself, as in an account of the extension. */
  readonly route?: (subject: string) => string;
  /** Gives the request up, and tells the extension. */
  readonly cancellation?: Cancellation;
  /** Who calls, for the extension: the value of `Symphony-Caller`. */
  readonly caller?: string | undefined;
  /** Trace context that is passed on. */
  readonly trace: Readonly<Record<string, string>>;
}

/** The trace headers of an HTTP request. */
export function readTrace(request: FastifyRequest): Record<string, string> {
  const pairs = [wire.traceparent, wire.tracestate].map((name) => [name, request.headers[name]] as const);
  return Object.fromEntries(
    pairs.filter((pair): pair is readonly [(typeof pair)[0], string] => typeof pair[1] === 'string'),
  );
}

/** Where the hub sends a request to an extension. */
export function throughGate(subject: string): string {
  const [, , prefix = '', ...endpoint] = subject.split('.');
  return [accountServices(prefix), ...endpoint].join('.');
}

/** Nobody else can name a request of this process: whoever could would be able to end it. */
const requestIds = randomUUID();
let requests = 0;
const newRequestId = (): string => `${requestIds}.${(requests += 1)}`;

/** Sends a request on. Throws `NO_RESPONDERS` or `DISCONNECTED` (503), `GATEWAY_TIMEOUT` (504), `PAYLOAD_TOO_LARGE` (413) or `ABORTED`. */
export async function callExtension(nc: NatsConnection, call: ExtensionCall): Promise<Msg> {
  const { subject, body, timeoutMs, trace, contentType, caller, cancellation, route = (same) => same } = call;
  if (subject.length > LONGEST_SUBJECT)
    throw new SymphonyError('INVALID_REQUEST', { reason: 'its subject is too long' });
  const maxBytes = nc.info?.max_payload ?? Number.POSITIVE_INFINITY;
  if (body.length > maxBytes) throw new SymphonyError('PAYLOAD_TOO_LARGE', { bytes: body.length, maxBytes });
  const headers = createHeaders();
  headers.set(wire.timeout, String(timeoutMs));
  if (contentType !== undefined) headers.set(wire.contentType, contentType);
  if (caller !== undefined) headers.set(wire.caller, caller);
  for (const [name, value] of Object.entries(trace)) headers.set(name, value);
  const requestId = cancellation && newRequestId();
  if (requestId !== undefined) headers.set(wire.requestId, requestId);
  try {
    return await requestsOf(nc).request({
      subject: route(subject),
      data: body,
      timeoutMs,
      cancellations: cancellation && [cancellation],
      headers: () => headers,
      read: (reply) => reply,
    });
  } catch (error) {
    if (requestId !== undefined && isSymphonyError(error, 'ABORTED')) {
      const [, , prefix = ''] = subject.split('.');
      nc.publish(route(abandonedSubject(prefix)), requestId);
    }
    if (isSymphonyError(error, 'NO_RESPONDERS'))
      throw new SymphonyError('NO_RESPONDERS', { subject }, { cause: error });
    if (!isSymphonyError(error, 'TIMEOUT')) throw error;
    throw new SymphonyError('GATEWAY_TIMEOUT', { subject, timeoutMs }, { cause: error });
  }
}
