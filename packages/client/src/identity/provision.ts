import { jwtAuthenticator, nuid } from '@nats-io/nats-core';
import {
  type Capability,
  isSymphonyError,
  keyCapabilities,
  type Logger,
  platformServices,
  ProvisionReply,
  type ProvisionRequest,
  SymphonyError,
} from '@symphony-ts/contract';
import { createCaller } from '../calls/caller.js';
import { parseServiceReply } from '../calls/service-reply.js';
import { buildNatsOptions } from '../nats/nats-options.js';
import { openNats } from '../nats/open-nats.js';
import { ReconnectDelay } from '../nats/reconnect-delay.js';
import type { Credentials } from '../exchange/credentials.js';
import type { StoredCredential } from './credential-store.js';
import type { HeldEntry } from './instance-entries.js';

export interface ProvisionOptions {
  readonly prefix: string;
  readonly name: string;
  /** Declared by the extension; the key asks for them. */
  readonly capabilities: readonly Capability[];
  /** What the registration token was exchanged for. */
  readonly registration: Credentials;
  readonly servers: readonly string[];
  /** Where the minted token is kept. */
  readonly entry: HeldEntry;
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly logger: Logger;
}

const PROVISION_TIMEOUT_MS = 15_000;

/** Whether credentials are those of a registration token, which its rights tell. */
export const isRegistration = ({ kind, capabilities }: Credentials): boolean =>
  kind === 'registration' || capabilities.pub.allow.includes(platformServices.provision);

/**
 * Mints a permanent key for a registration token and stores its token before anything else is done with it. A crash in
 * between does no lasting harm: a key that is never used lapses by itself.
 */
export async function provisionKey(options: ProvisionOptions): Promise<StoredCredential> {
  const { prefix, name, entry, logger } = options;
  const reply = await mint(options, { prefix, name, capabilities: keyCapabilities(options.capabilities) });
  const credential: StoredCredential = {
    token: reply.token,
    prefix,
    created: new Date().toISOString(),
    activateBefore: reply.activateBefore,
  };
  await entry.save(credential);
  logger.info('a permanent key was made and stored', { key: reply.id, entry: entry.name });
  return credential;
}

async function mint(options: ProvisionOptions, request: ProvisionRequest): Promise<ProvisionReply> {
  const { registration, servers, signal } = options;
  const natsOptions = buildNatsOptions({
    servers,
    authenticator: jwtAuthenticator(registration.jwt, new TextEncoder().encode(registration.seed)),
    instanceId: registration.instanceId,
    name: `${options.name} (registration ${nuid.next()})`,
    delay: new ReconnectDelay(),
    connectTimeoutMs: options.connectTimeoutMs,
    followsCluster: false,
  });
  const nc = await openNats(natsOptions, { signal, logger: options.logger });
  try {
    const subject = platformServices.provision;
    const call = { timeoutMs: PROVISION_TIMEOUT_MS, ...(signal ? { signal } : {}) };
    const reply = await createCaller(nc).request(subject, request, call).catch(refusal(request.prefix));
    return parseServiceReply(ProvisionReply, reply.value(), subject);
  } finally {
    await nc.close();
  }
}

/** What the platform has against it: another prefix, too many uses, more rights than it may give. */
const refusal =
  (prefix: string) =>
  (error: unknown): never => {
    if (!isSymphonyError(error, 'REMOTE_ERROR') || error.params.status >= 500) throw error;
    throw new SymphonyError('REGISTRATION_REFUSED', { prefix, reason: error.params.description }, { cause: error });
  };

/** True for a stored key that was minted, never used, and has lapsed since: a crash came in between. */
export const hasLapsed = ({ activateBefore }: StoredCredential, error: unknown, now: number): boolean =>
  isSymphonyError(error, 'AUTHENTICATION_FAILED') && activateBefore !== undefined && Date.parse(activateBefore) <= now;
