import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/nats-core';
import { type Logger, SymphonyError } from '@symphony-ts/contract';
import type { AuditLog } from '../audit/audit-log.js';
import { whenJetStreamAnswers } from '../kit/when-jetstream-answers.js';
import { accountJetStream } from '../operator/platform-subjects.js';
import type { AccountDirectory } from './account-directory.js';
import { type AccountRecords, beingDeleted } from './account-records.js';

/** An extension's account as administrators see it. */
export interface AccountSummary {
  readonly prefix: string;
  readonly created: string;
  /** Id of the person who owns the extension. Omitted if the platform's operator owns it. */
  readonly owner?: string | undefined;
  /** The time since which no key may use it, and why. */
  readonly frozen?: string | undefined;
  readonly frozenBecause?: 'revoked' | 'expired' | undefined;
}

/** What operations on accounts need. */
export interface AccountServiceParts {
  readonly records: AccountRecords;
  readonly directory: Pick<AccountDirectory, 'update'>;
  /** The connection that reaches the buckets of the extensions' accounts. */
  readonly data: NatsConnection;
  readonly audit: Pick<AuditLog, 'write'>;
  /** How many live keys an extension has. */
  readonly liveKeys: (prefix: string) => number;
  /** Deletes the registration of an extension. */
  readonly unregister: (prefix: string) => Promise<void>;
  readonly logger: Logger;
}

/** Lists the accounts of extensions, thaws frozen ones, and deletes accounts with all their data. */
export class AccountService {
  readonly #parts: AccountServiceParts;

  constructor(parts: AccountServiceParts) {
    this.#parts = parts;
  }

  /** `count` accounts by prefix, from the first one behind `after` on. */
  list({ after = '', count }: { readonly after?: string | undefined; readonly count: number }): AccountSummary[] {
    const { records } = this.#parts;
    const page = records
      .prefixes()
      .filter((prefix) => prefix > after)
      .slice(0, count);
    return page.flatMap((prefix) => {
      const record = records.record(prefix);
      if (!record) return [];
      const { created, owner, frozen, frozenBecause } = record;
      return [{ prefix, created, owner, frozen, frozenBecause: frozen === undefined ? undefined : frozenBecause }];
    });
  }

  /**
   * Thaws a frozen account: it gets its imports, exports and JetStream back although no key is left, so that a registration
   * token can create a key for it again. Throws `EXTENSION_NOT_FOUND`.
   */
  async thaw(prefix: string, actor: string): Promise<void> {
    const { records, directory, audit } = this.#parts;
    this.#assertExists(prefix);
    if (records.record(prefix)?.frozen === undefined) return;
    await records.thaw(prefix, true);
    await directory.update([prefix]);
    await audit.write({ actor, action: 'account.thaw', target: prefix });
  }

  /**
   * Deletes an account: its buckets and streams, its registration, and its owner, so that anybody may have the prefix. A failed
   * attempt can be repeated. Throws `ACCOUNT_IN_USE` while it has a valid key, and `EXTENSION_NOT_FOUND`.
   */
  async delete(prefix: string, actor: string): Promise<void> {
    const { records, directory, audit, liveKeys, unregister } = this.#parts;
    this.#assertExists(prefix);
    const keys = liveKeys(prefix);
    if (keys > 0) throw new SymphonyError('ACCOUNT_IN_USE', { prefix, keys });
    await records.empty(prefix);
    await directory.update([prefix]);
    const streams = await this.#deleteStreams(prefix).catch(async (error: unknown) => {
      // Another deletion of this account was faster. It has finished, or was taken back.
      const latest = await records.latest(prefix);
      if (latest?.deleted !== undefined) return 0;
      if (latest?.emptying === undefined) throw beingDeleted(prefix);
      throw error;
    });
    // A key that was stored before the account was marked has arrived here by now.
    const late = liveKeys(prefix);
    if (late > 0) {
      await records.keep(prefix);
      await directory.update([prefix]);
      throw new SymphonyError('ACCOUNT_IN_USE', { prefix, keys: late });
    }
    await unregister(prefix);
    const others = records.around(prefix).filter((name) => name !== prefix);
    await records.bury(prefix);
    // Its importers come first, because they must not import from an account that does not exist.
    await directory.update([...others, prefix]);
    await audit.write({ actor, action: 'account.delete', target: prefix, details: { streams } });
  }

  async #deleteStreams(prefix: string): Promise<number> {
    const { data, logger } = this.#parts;
    const options = { apiPrefix: accountJetStream(prefix), checkAPI: false };
    return whenJetStreamAnswers(
      async () => {
        const manager = await jetstreamManager(data, options);
        const names: string[] = [];
        for await (const name of streamNames(manager)) names.push(name);
        for (const name of names) await manager.streams.delete(name);
        return names.length;
      },
      { logger: logger.child({ prefix }) },
    );
  }

  #assertExists(prefix: string): void {
    if (!this.#parts.records.has(prefix)) throw new SymphonyError('EXTENSION_NOT_FOUND', { prefix });
  }
}

async function* streamNames(manager: Awaited<ReturnType<typeof jetstreamManager>>): AsyncGenerator<string> {
  const pages = manager.streams.names();
  for (let page = await pages.next(); page.length > 0; page = await pages.next()) yield* page;
}
