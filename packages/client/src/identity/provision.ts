import { type NatsConnection, nuid } from '@nats-io/nats-core';
import {
  type Capability,
  type ErrorCode,
  isSymphonyError,
  keyCapabilities,
  type Logger,
  ProvisionReply,
  type ProvisionRequest,
  platformServices,
  SymphonyError,
  toError,
  withoutUndefined,
} from '@symphony-ts/contract';
import { withoutStart } from '@symphony-ts/contract/internal';
import { ReconnectDelay } from '@symphony-ts/storage/internal';
import { parseServiceReply } from '../calls/call-reply.js';
import { createCaller } from '../calls/caller.js';
import type { Credentials } from '../exchange/credentials.js';
import { tokenRefusal } from '../exchange/token-refusal.js';
import { buildNatsOptions } from '../nats/nats-options.js';
import { openNats } from '../nats/open-nats.js';
import { SeedSigner, userAuthenticator } from '../nats/seed-signer.js';
import { retry } from '../timing/retry.js';
import type { StoredCredential } from './credential-store.js';
import type { HeldEntry } from './instance-entries.js';
import type { KeyRequest, RequestNote } from './request-note.js';

export interface ProvisionOptions {
  readonly prefix: string;
  readonly name: string;
  /** The capabilities that the extension declares. The key requests them. */
  readonly capabilities: readonly Capability[];
  /** The credentials that the registration token gave. */
  readonly registration: Credentials;
  readonly servers: readonly string[];
  /** Where the new token is stored. */
  readonly entry: HeldEntry;
  /** Where the request is recorded until the token is stored. */
  readonly note: RequestNote;
  /** Milliseconds for the connection, and for each attempt to get the key. */
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly logger: Logger;
}

const ATTEMPTS = 4;
const BACKOFF = { baseMs: 250, maxMs: 5_000 };

/** Whether credentials are those of a registration token. Their rights show it. */
export const isRegistration = ({ kind, capabilities }: Credentials): boolean =>
  kind === 'registration' || capabilities.pub.allow.includes(platformServices.provision);

/**
 * Creates a permanent key with a registration token, and stores the token of the key before anything else. If the answer is
 * lost, or a crash prevents the storing, the same key is requested again, here or at the next start. That costs no second use of
 * the registration token. Without a next start, the key expires by itself, and its use is given back.
 */
export async function provisionKey(options: ProvisionOptions): Promise<StoredCredential> {
  const { prefix, name, entry, note, logger } = options;
  const reply = await mint(options, { prefix, name, capabilities: keyCapabilities(options.capabilities) });
  const credential: StoredCredential = {
    token: reply.token,
    prefix,
    created: new Date().toISOString(),
    activateBefore: reply.activateBefore,
  };
  await entry.save(credential);
  await note.forget();
  logger.info('a permanent key was made and stored', { key: reply.id, entry: entry.name });
  return credential;
}

type WantedKey = Pick<ProvisionRequest, 'prefix' | 'name' | 'capabilities'>;

/** The key that an earlier process requested, otherwise a new one. */
async function mint(options: ProvisionOptions, wanted: WantedKey): Promise<ProvisionReply> {
  const { note, logger } = options;
  const earlier = await note.repeat(ATTEMPTS);
  try {
    if (earlier) return await request(options, { ...wanted, ...earlier });
  } catch (error) {
    if (!isSymphonyError(error, 'REGISTRATION_REFUSED')) throw error;
    // The key is in use on another machine, if the stored data was copied there or came from there.
    logger.warn('the key that an earlier start asked for is in use elsewhere; asking for another', { err: error });
  }
  try {
    return await request(options, { ...wanted, ...(await note.begin(ATTEMPTS)) });
  } catch (error) {
    if (isSymphonyError(error, 'REGISTRATION_REFUSED')) await note.forget();
    throw error;
  }
}

async function request(options: ProvisionOptions, wanted: WantedKey & KeyRequest): Promise<ProvisionReply> {
  const { registration, servers, signal } = options;
  const natsOptions = buildNatsOptions({
    servers,
    authenticator: userAuthenticator(() => registration.jwt, new SeedSigner(() => registration.seed)),
    instanceId: registration.instanceId,
    name: `${options.name} (registration ${nuid.next()})`,
    delay: new ReconnectDelay(),
    connectTimeoutMs: options.connectTimeoutMs,
    followsCluster: false,
  });
  const nc = await openNats(natsOptions, { signal, logger: options.logger });
  try {
    return await askRepeatedly(nc, options, wanted);
  } finally {
    await nc.close();
  }
}

/** Repeats the request until there is an answer. All attempts have one id, so the platform knows that they want one key. */
async function askRepeatedly(
  nc: NatsConnection,
  { connectTimeoutMs: timeoutMs, signal, logger }: ProvisionOptions,
  { attempt: first, ...wanted }: WantedKey & KeyRequest,
): Promise<ProvisionReply> {
  const subject = platformServices.provision;
  const call = withoutUndefined({ timeoutMs, signal });
  const caller = createCaller(nc);
  const ask = async (attempt: number): Promise<ProvisionReply> => {
    const body: ProvisionRequest = { ...wanted, attempt: first + attempt };
    return parseServiceReply(ProvisionReply, (await caller.request(subject, body, call)).value(), subject);
  };
  const again = (error: unknown, attempt: number): boolean => {
    if (attempt + 1 >= ATTEMPTS || !isTemporary(error)) return false;
    logger.warn('no answer about the new key yet; asking again', { err: error });
    return true;
  };
  try {
    return await retry(ask, { backoff: BACKOFF, signal, what: 'waiting for a key', again });
  } catch (error) {
    throw refusal(wanted.prefix, error);
  }
}

const TEMPORARY: ReadonlySet<ErrorCode> = new Set(['TIMEOUT', 'DISCONNECTED', 'NO_RESPONDERS', 'CONNECTION_FAILED']);

/** Whether the platform may have carried out the request, or may do so at the next attempt. */
const isTemporary = (error: unknown): boolean =>
  isSymphonyError(error, 'REMOTE_ERROR')
    ? error.params.status >= 500
    : isSymphonyError(error) && TEMPORARY.has(error.code);

/** Why the platform refuses: another prefix, too many uses, or more rights than the token may grant. */
function refusal(prefix: string, error: unknown): Error {
  if (!isSymphonyError(error, 'REMOTE_ERROR') || error.params.status >= 500) return toError(error);
  return registrationRefused(prefix, error);
}

/** Whether a stored key expired before its first use, because of a crash in between. */
export const hasLapsed = ({ activateBefore }: StoredCredential, error: unknown, now: number): boolean =>
  isSymphonyError(error, 'AUTHENTICATION_FAILED') && activateBefore !== undefined && Date.parse(activateBefore) <= now;

/**
 * The refusal of a registration or a key by a platform, as `REGISTRATION_REFUSED`. The platform's text often begins with the same
 * words as this error, so they are removed.
 */
export function registrationRefused(prefix: string, cause: SymphonyError<'REMOTE_ERROR'>): SymphonyError {
  const { text } = new SymphonyError('REGISTRATION_REFUSED', { prefix, reason: '' });
  const reason = tokenRefusal(withoutStart(cause.params.description, text));
  return new SymphonyError('REGISTRATION_REFUSED', { prefix, reason }, { cause });
}
