import {
  AuthenticationError,
  isSymphonyError,
  parseToken,
  SymphonyError,
  withoutUndefined,
} from '@symphony-ts/contract';
import {
  type PlatformAddress,
  readdressServers,
  resolvePlatformAddress,
  warnOfPlaintext,
} from '../address/platform-address.js';
import type { Credentials } from '../exchange/credentials.js';
import { exchangeToken } from '../exchange/exchange-token.js';
import { claimKey } from '../identity/claim-folders.js';
import { readVariable } from '../identity/environment.js';
import { hasLapsed, isRegistration, provisionKey } from '../identity/provision.js';
import { RequestNote } from '../identity/request-note.js';
import { StoredTokens } from '../identity/stored-tokens.js';
import { type FoundToken, findToken } from '../identity/token-source.js';
import { retry } from '../timing/retry.js';
import type { ResolvedConnectOptions } from './connect-options.js';

/** Everything that is needed to open a connection as one instance, and to keep it. */
export interface Session {
  readonly first: Credentials;
  readonly exchange: (signal?: AbortSignal) => Promise<Credentials>;
  readonly servers: readonly string[];
  /** Whether the address was overridden. Then only the given host is certainly reachable. */
  readonly isReaddressed: boolean;
  /** Releases the mark that this instance is running. */
  readonly release: () => Promise<void>;
}

/** Finds the token and exchanges it. A registration token first becomes a permanent key. */
export async function openSession(options: ResolvedConnectOptions): Promise<Session> {
  const { env, logger, credentialStore: store } = options;
  return new SessionOpener(options, new StoredTokens({ store, env, logger })).open();
}

/** The result of an exchange: a session, or another token to exchange. */
type Step = { readonly session: Session } | { readonly next: FoundToken };

class SessionOpener {
  readonly #options: ResolvedConnectOptions;
  readonly #stored: StoredTokens;

  constructor(options: ResolvedConnectOptions, stored: StoredTokens) {
    this.#options = options;
    this.#stored = stored;
  }

  /**
   * Exchanges tokens until one gives a session. A registration token leads to a key. An expired key leads to another search.
   */
  async open(): Promise<Session> {
    let found = await this.#find();
    for (;;) {
      const step = await this.#exchangeOrRelease(found);
      if ('session' in step) return step.session;
      found = step.next;
    }
  }

  #find(): Promise<FoundToken> {
    const { token, prefix, env, logger } = this.#options;
    const findStored = (): Promise<FoundToken | undefined> => this.#stored.find(prefix);
    return findToken({ explicit: token, prefix, env, findStored, logger });
  }

  async #exchangeOrRelease(found: FoundToken): Promise<Step> {
    try {
      return await this.#exchange(found);
    } catch (error) {
      if (found.entry?.credential && hasLapsed(found.entry.credential, error, Date.now())) {
        this.#options.logger.warn('a stored key that was never used has lapsed; looking again', {
          source: found.source,
        });
        await found.entry.discard();
        return { next: await this.#find() };
      }
      await found.entry?.release();
      throw error;
    }
  }

  async #exchange(found: FoundToken): Promise<Step> {
    const { prefix } = this.#options;
    const address = this.#addressOf(found);
    const exchange = (signal?: AbortSignal): Promise<Credentials> => this.#ask(found, address, signal);
    const first = await this.#askAtStart(exchange);
    if (isRegistration(first)) return { next: await this.#provision(found, first, address) };
    assertBelongs(first, prefix, found, address);
    const session = {
      first,
      exchange,
      servers: readdressServers(first.servers, address.natsHost),
      isReaddressed: address.natsHost !== undefined,
      release: await this.#occupy(found),
    };
    return { session };
  }

  /** A permanent key instead of a registration token: one stored by an earlier run, or a new one. */
  async #provision(found: FoundToken, registration: Credentials, address: PlatformAddress): Promise<FoundToken> {
    const { prefix, name, capabilities, connectTimeoutMs, signal, env, logger } = this.#options;
    if (prefix === undefined || found.entry) {
      const reason = prefix === undefined ? 'it only makes keys for extensions' : 'it was stored in place of a key';
      throw new AuthenticationError({
        address: address.baseUrl,
        reason: `the token from ${found.source} is a registration token: ${reason}`,
      });
    }
    const stored = await this.#stored.find(prefix);
    if (stored) return stored;
    const entry = await this.#stored.reserve(prefix);
    try {
      const servers = readdressServers(registration.servers, address.natsHost);
      const given = { prefix, name, capabilities, connectTimeoutMs, signal, logger };
      const note = new RequestNote({ env, entry: entry.name, prefix, logger });
      const credential = await provisionKey({ ...given, registration, servers, entry, note });
      return { token: credential.token, source: `new entry '${entry.name}'`, entry: { ...entry, credential } };
    } catch (error) {
      await entry.release();
      throw error;
    }
  }

  #addressOf({ token }: FoundToken): PlatformAddress {
    const { address, env, logger } = this.#options;
    const override = address ?? readVariable(env, 'SYMPHONY_ADDRESS');
    const resolved = resolvePlatformAddress(parseToken(token).host, override);
    warnOfPlaintext(resolved.baseUrl, logger);
    return resolved;
  }

  async #ask(found: FoundToken, address: PlatformAddress, signal?: AbortSignal): Promise<Credentials> {
    const { connectTimeoutMs: timeoutMs, logger, env } = this.#options;
    const { baseUrl } = address;
    try {
      return await exchangeToken({
        token: found.token.trim(),
        baseUrl,
        timeoutMs,
        logger,
        env,
        ...withoutUndefined({ signal }),
      });
    } catch (error) {
      if (!found.entry || !isSymphonyError(error, 'AUTHENTICATION_FAILED')) throw error;
      throw withWayOut(error, found.entry.name);
    }
  }

  /** The first exchange. It is repeated without a limit if the caller wants to wait for the platform. */
  #askAtStart(exchange: Session['exchange']): Promise<Credentials> {
    const { waitOnFirstConnect, signal, logger } = this.#options;
    const again = (error: unknown): boolean => {
      if (!waitOnFirstConnect || !isSymphonyError(error, 'CONNECTION_FAILED')) return false;
      logger.warn('the platform cannot be reached yet; trying again', { err: error });
      return true;
    };
    return retry(() => exchange(signal), { backoff: BACKOFF, signal, what: 'waiting for the platform', again });
  }

  /** Marks the key as in use on this machine, because to everybody else two processes with one key are one instance. */
  async #occupy({ token, source, entry }: FoundToken): Promise<() => Promise<void>> {
    const { prefix, logger } = this.#options;
    if (entry) {
      // The key has been exchanged, so it no longer expires on its own.
      const { activateBefore, ...credential } = entry.credential ?? { token };
      if (activateBefore !== undefined) await entry.save(credential);
      return () => entry.release();
    }
    if (prefix === undefined) return () => Promise.resolve();
    try {
      const held = await claimKey(parseToken(token).keyId);
      if (held) return () => held.release();
      logger.warn('another process here uses the same key: together they count as one instance; give each its own', {
        source,
      });
    } catch (error) {
      logger.debug('whether another process uses the key is not known', { err: error });
    }
    return () => Promise.resolve();
  }
}

const BACKOFF = { baseMs: 500, maxMs: 15_000 };

/** A stored token is read before the variables. So a revoked one hides a new one until it is removed; the error says so. */
function withWayOut({ params, cause }: SymphonyError<'AUTHENTICATION_FAILED'>, entry: string): AuthenticationError {
  const out = `it is stored as '${entry}': run 'symphony-boot credentials remove ${entry}', then start with a new SYMPHONY_TOKEN or REGISTRATION_TOKEN`;
  return new AuthenticationError({ ...params, reason: `${params.reason}; ${out}` }, { cause });
}

/** One prefix, one key: an extension must not speak as another because a variable holds the wrong token. */
function assertBelongs(
  { prefix: owner, kind }: Credentials,
  prefix: string | undefined,
  { source }: FoundToken,
  { baseUrl }: PlatformAddress,
): void {
  if (prefix === undefined || owner === prefix) return;
  const whose = owner === undefined || kind === 'client' ? 'a plain client' : `extension '${owner}'`;
  const reason = `the token from ${source} belongs to ${whose}, not to extension '${prefix}'`;
  throw new AuthenticationError({ address: baseUrl, reason });
}
