import * as z from 'zod';
import { KeyCapabilities } from './capabilities.js';
import { limits } from './limits.js';
import { onFirstUse } from './on-first-use.js';
import { line } from './texts.js';

/**
 * NATS credentials in exchange for a token. The path is documented, the fields are not. @inferred
 *
 * `jwt` is a NATS user JWT whose `jti` is the instance id; `seed` the NKey that signs the server's nonce; `servers` the
 * addresses, which the JWT carries too, as a tag `nats:<url>`.
 */
export const CredentialExchange = onFirstUse(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['extension', 'client', 'registration']),
    /** Prefix of the extension of a key, or the pattern of the prefixes that a registration token may provision. */
    prefix: z.string().optional(),
    instanceId: z.string(),
    jwt: z.string(),
    seed: z.string(),
    servers: z.array(z.string()).min(1),
    capabilities: KeyCapabilities,
    expires: z.iso.datetime().optional(),
    /**
     * Proves the identity of this key to extensions. `key` is the platform's public key (raw Ed25519, base64url), which checks
     * the proofs of callers. `claim` is a claim about this key, signed by the platform: `<claim>.<signature>`.
     */
    callers: z.object({ key: z.string(), claim: z.string().optional() }).optional(),
  }),
);
export type CredentialExchange = z.infer<typeof CredentialExchange>;

/** Prefix of the tag of a user JWT that has a NATS address. @inferred the JWT carries it; how is not documented */
export const NATS_ADDRESS_TAG = 'nats:';

/** Asks for a permanent key in place of a registration token. @inferred */
export const ProvisionRequest = onFirstUse(() =>
  z.object({
    prefix: z.string(),
    name: line(limits.name).refine((name) => name.trim() !== '', 'a name that people can read'),
    capabilities: KeyCapabilities,
    /**
     * Random id of the request. Send the same id in each attempt: a repeated request then gets the same key, and does not use the
     * registration token a second time. Without an id, each request is a new one.
     */
    requestId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{16,64}$/, '16 to 64 letters, digits, _ and -')
      .optional(),
    /** Number of the attempt under one `requestId`, from 0. An answer makes the answers to earlier attempts invalid. */
    attempt: z.int().nonnegative().default(0),
  }),
);
export type ProvisionRequest = z.infer<typeof ProvisionRequest>;

/** The new key. It expires at `activateBefore` unless it has been exchanged once. @inferred */
export const ProvisionReply = onFirstUse(() =>
  z.object({ id: z.string(), token: z.string(), activateBefore: z.iso.datetime() }),
);
export type ProvisionReply = z.infer<typeof ProvisionReply>;
