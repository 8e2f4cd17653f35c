import type { Logger } from '@symphony-ts/contract';
import { accountClaims } from './bootstrap.js';
import { claimsId, signJwt, unixSeconds } from '../operator/jwt.js';
import type { OperatorKeys } from '../operator/operator-keys.js';
import type { AccountServer } from './account-server.js';
import { desiredAccounts, withoutForeignImports, type AccountFacts, type DesiredAccount } from './desired-accounts.js';
import { accountNames } from '../operator/platform-subjects.js';

/** Where the directory gets what it compares and where it sends the difference. */
export interface AccountDirectoryParts {
  readonly keys: OperatorKeys;
  readonly server: AccountServer;
  readonly facts: () => AccountFacts;
  readonly now: () => number;
  readonly logger: Logger;
}

/**
 * Brings the server's accounts in line with the platform's records. One writer at a time; of several requests that wait,
 * one run serves all; only accounts whose contents changed are signed and sent.
 */
export class AccountDirectory {
  readonly #parts: AccountDirectoryParts;
  /** What the server is known to hold: the `jti`, a hash of the contents, by public key. */
  #held: Map<string, string> | undefined;
  #running: Promise<void> = Promise.resolve();
  #waiting: Promise<void> | undefined;

  constructor(parts: AccountDirectoryParts) {
    this.#parts = parts;
  }

  /** Resolves once the server holds everything that the records said when this was called. Throws `ACCOUNT_UPDATE_FAILED`. */
  sync(): Promise<void> {
    this.#waiting ??= this.#running
      .catch(() => undefined) // its own callers were told; the next run starts from what the server holds
      .then(() => {
        this.#waiting = undefined;
        this.#running = this.#run();
        return this.#running;
      });
    return this.#waiting;
  }

  /** Has the next run ask the server again what it holds: after a reconnect it may be another server. */
  forget(): void {
    this.#held = undefined;
  }

  async #run(): Promise<void> {
    const { keys, server, facts } = this.#parts;
    await keys.reload();
    const held = (this.#held ??= await server.stored());
    const desired = desiredAccounts(facts(), (name) => keys.account(name).publicKey);
    const platformKey = keys.account(accountNames.platform).publicKey;
    const made = desired.filter(({ name }) => !held.has(keys.account(name).publicKey));
    for (const account of made) await this.#push(withoutForeignImports(account, platformKey), held);
    for (const account of desired) await this.#push(account, held);
  }

  async #push(account: DesiredAccount, held: Map<string, string>): Promise<void> {
    const { keys, server, now, logger } = this.#parts;
    const claims = accountClaims(keys, account.name, account.claims);
    const id = claimsId(claims);
    if (held.get(claims.subject) === id) return;
    try {
      await server.push({ name: account.name, jwt: signJwt(claims, keys.operator, unixSeconds(now())) });
    } catch (error) {
      this.forget();
      throw error;
    }
    held.set(claims.subject, id);
    logger.debug('account updated', { account: account.name });
  }
}
