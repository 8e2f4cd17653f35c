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
    /** The extension a key belongs to, or the pattern of prefixes a registration token may provision. */
    prefix: z.string().optional(),
    instanceId: z.string(),
    jwt: z.string(),
    seed: z.string(),
    servers: z.array(z.string()).min(1),
    capabilities: KeyCapabilities,
    expires: z.iso.datetime().optional(),
    /**
     * For proving to extensions who calls, and for checking it: the platform's public key (raw Ed25519, base64url) and a claim
     * signed with it, `<claim>.<signature>`, about this key.
     */
    callers: z.object({ key: z.string(), claim: z.string().optional() }).optional(),
  }),
);
export type CredentialExchange = z.infer<typeof CredentialExchange>;

/** The tag of a user JWT that carries a NATS address. @inferred the JWT carries it; how is not documented */
export const NATS_ADDRESS_TAG = 'nats:';

/** Asks for a permanent key in place of a registration token. @inferred */
export const ProvisionRequest = onFirstUse(() =>
  z.object({
    prefix: z.string(),
    name: line(limits.name).refine((name) => name.trim() !== '', 'a name that people can read'),
    capabilities: KeyCapabilities,
    /**
     * Random, and the same in every attempt at one key: a repeated request gets the same key and takes no second use of the
     * registration token. Without it each request is one of its own.
     */
    requestId: z
      .string()
      .regex(/^[A-Za-z0-9_-]{16,64}$/, '16 to 64 letters, digits, _ and -')
      .optional(),
    /** Counts the attempts under one `requestId` from 0. Each answer voids those to attempts before it. */
    attempt: z.int().nonnegative().default(0),
  }),
);
export type ProvisionRequest = z.infer<typeof ProvisionRequest>;

/** The minted key; it lapses at `activateBefore` unless it is exchanged once. @inferred */
export const ProvisionReply = onFirstUse(() =>
  z.object({ id: z.string(), token: z.string(), activateBefore: z.iso.datetime() }),
);
export type ProvisionReply = z.infer<typeof ProvisionReply>;
