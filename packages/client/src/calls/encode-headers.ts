import { type MsgHdrs, MsgHdrsImpl, headers as natsHeaders } from '@nats-io/nats-core';
import { InvalidConfigurationError, headers as names, toError } from '@symphony-ts/contract';
import type { Proof } from '../callers/caller-proofs.js';

type Given = Readonly<Record<string, string>>;

/** Headers as nats.js takes them; `undefined` for none. Throws `InvalidConfigurationError` for what would break out of its line. */
export function encodeHeaders(given: Given): MsgHdrs | undefined {
  let encoded: MsgHdrs | undefined;
  for (const name in given) {
    const value = given[name];
    if (value === undefined) continue;
    encoded ??= natsHeaders();
    setHeader(encoded, name, value);
  }
  return encoded;
}

/** The headers of a request: those given, how many milliseconds its caller still waits, and who that is. */
export function encodeCallHeaders(given: Given | undefined, leftMs: number, proof?: Proof): MsgHdrs {
  const own = given && encodeHeaders(given);
  const timeoutMs = Math.max(1, Math.ceil(leftMs));
  if (!own) return fixedHeaders(timeoutMs, proof);
  own.set(names.timeout, String(timeoutMs));
  if (proof) own.set(names.caller, proof.value);
  return own;
}

function setHeader(encoded: MsgHdrs, name: string, value: string): void {
  try {
    encoded.set(name, value);
  } catch (error) {
    throw new InvalidConfigurationError({ setting: 'headers', reason: toError(error).message }, { cause: error });
  }
}

/** Headers that never change, written once. */
class FixedHeaders extends MsgHdrsImpl {
  readonly #bytes: Uint8Array;

  constructor(pairs: Given) {
    super();
    for (const [name, value] of Object.entries(pairs)) this.set(name, value);
    this.#bytes = super.encode();
  }

  override encode(): Uint8Array {
    return this.#bytes;
  }
}

/** Most calls wait for the same time; those made within a request wait for what is left of it. */
const MOST_KEPT = 1_024;
const withoutProof = new Map<number, MsgHdrs>();

function fixedHeaders(timeoutMs: number, proof: Proof | undefined): MsgHdrs {
  const kept = proof?.encoded ?? withoutProof;
  const known = kept.get(timeoutMs);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const timeout = { [names.timeout]: String(timeoutMs) };
  const made = new FixedHeaders(proof ? { ...timeout, [names.caller]: proof.value } : timeout);
  kept.set(timeoutMs, made);
  return made;
}
