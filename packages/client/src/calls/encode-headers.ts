import { type MsgHdrs, headers as natsHeaders } from '@nats-io/nats-core';
import { InvalidConfigurationError, headers as names, toError } from '@symphony-ts/contract';
import type { Proof } from '../callers/caller-proofs.js';
import { FixedHeaders, NumberedHeaders } from '../callers/fixed-headers.js';

type Given = Readonly<Record<string, string>>;

/**
 * Converts headers for nats.js; `undefined` if there are none. Throws `InvalidConfigurationError` for a value that is not text,
 * or would add another line.
 */
export function encodeHeaders(given: Given): MsgHdrs | undefined {
  let encoded: MsgHdrs | undefined;
  for (const name in given) {
    const value = given[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw notText(name, value);
    encoded ??= natsHeaders();
    setHeader(encoded, name, value);
  }
  return encoded;
}

/** Facts about a call, beside the headers that it sets. */
export interface CallFacts {
  /** How many milliseconds its caller still waits. */
  readonly leftMs: number;
  /** The proof of who calls. */
  readonly proof?: Proof | undefined;
  /** The id with which the extension learns that the caller has given up; made by `newRequestId`. */
  readonly requestId?: string | undefined;
}

/** The headers of a request: the given ones, and the facts about the call. */
export function encodeCallHeaders(given: Given | undefined, { leftMs, proof, requestId }: CallFacts): MsgHdrs {
  const own = given && encodeHeaders(given);
  const timeoutMs = Math.max(1, Math.ceil(leftMs));
  if (!own) {
    const fixed = fixedHeaders(timeoutMs, proof);
    // Its type has more members than `publish` uses, which is only `encode`.
    return requestId === undefined ? fixed : (new NumberedHeaders(fixed, requestId) as object as MsgHdrs);
  }
  own.set(names.timeout, String(timeoutMs));
  if (proof) own.set(names.caller, proof.value);
  if (requestId !== undefined) own.set(names.requestId, requestId);
  return own;
}

/** Headers from a program without type checks. */
function notText(name: string, value: unknown): InvalidConfigurationError {
  const found = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
  return new InvalidConfigurationError({ setting: 'headers', reason: `'${name}' is ${found}, and must be text` });
}

function setHeader(encoded: MsgHdrs, name: string, value: string): void {
  try {
    encoded.set(name, value);
  } catch (error) {
    throw new InvalidConfigurationError({ setting: 'headers', reason: toError(error).message }, { cause: error });
  }
}

/** Most calls have the same time limit. Calls within a request have the remaining time of that request. */
const MOST_KEPT = 1_024;
const withoutProof = new Map<number, FixedHeaders>();

function fixedHeaders(timeoutMs: number, proof: Proof | undefined): FixedHeaders {
  const kept = proof?.encoded ?? withoutProof;
  const known = kept.get(timeoutMs);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const timeout = { [names.timeout]: String(timeoutMs) };
  const made = new FixedHeaders(proof ? { ...timeout, [names.caller]: proof.value } : timeout);
  kept.set(timeoutMs, made);
  return made;
}
