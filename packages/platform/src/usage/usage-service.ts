import {
  ENFORCEMENT_BROADCAST,
  type EnforcementPayload,
  type Logger,
  SymphonyError,
  type UsageReply,
} from '@symphony-ts/contract';
import { blockReason, computeEnforcement, isSameEnforcement, unlicensed } from './enforcement-state.js';
import type { License } from './license.js';
import type { LicenseStore } from './license-store.js';
import type { KnownReport, UsageMeter } from './usage-meter.js';
import { ledgerKeys, type UsageState } from './usage-state.js';

/** The parts that the usage service uses. */
export interface UsageServiceParts {
  readonly state: UsageState;
  readonly meter: UsageMeter;
  /** Omitted if licensing is off: everything is allowed, and costs nothing. */
  readonly licenses: LicenseStore | undefined;
  /** Publishes to every account. */
  readonly broadcast: (subject: string, payload: EnforcementPayload) => void;
  readonly now: () => number;
  readonly logger: Logger;
  /** How often the state is checked for changes that only time causes: expiry, and the end of a grace period. */
  readonly recheckMs: number;
}

/** Counts use, and announces changes of the state that follows from it. */
export class UsageService {
  readonly #parts: UsageServiceParts;
  readonly #ends: (() => void)[] = [];
  #current: EnforcementPayload = unlicensed;

  constructor(parts: UsageServiceParts) {
    this.#parts = parts;
  }

  /** Finishes open work, announces the state if it has changed, and checks it again until `stop`. */
  async start(): Promise<void> {
    const { state, recheckMs } = this.#parts;
    const recheck = (): void => this.#recheckQuietly();
    const timer = setInterval(recheck, recheckMs).unref();
    // A report to another replica, or a licence installed there, changes a table.
    this.#ends.push(() => clearInterval(timer), state.ledger.onChange(recheck), state.licenses.onChange(recheck));
    await this.#parts.meter.settle();
    await this.recheck();
  }

  stop(): void {
    for (const end of this.#ends.splice(0)) end();
  }

  /** The state that was found last. */
  get enforcement(): EnforcementPayload {
    return this.#current;
  }

  /** Throws `LICENSE_ENFORCED` where requests to an extension are blocked. */
  assertLicensed(prefix: string): void {
    const reason = blockReason(this.#current, prefix);
    if (reason !== undefined) throw new SymphonyError('LICENSE_ENFORCED', { prefix, reason });
  }

  /** Counts a report, and answers what it cost and what the state is now. */
  async report(report: KnownReport): Promise<UsageReply> {
    const units = await this.#parts.meter.count(report);
    // The report is counted; an error now would make its sender send it again.
    await this.recheck().catch((error: unknown) => this.#leaveUnannounced(error));
    return { result: 'ok', units, enforcement: this.#current };
  }

  /** The licences that verify. */
  async licenses(): Promise<readonly License[]> {
    return (await this.#parts.licenses?.list()) ?? [];
  }

  /** Units used of a licence. */
  used(id: string): number {
    return this.#parts.meter.ledger().used[id] ?? 0;
  }

  /** @throws `INVALID_LICENSE`; `UNSUPPORTED` when licensing is off */
  async addLicense(document: string): Promise<License> {
    const license = await this.#licenses().add(document);
    await this.recheck();
    return license;
  }

  /** False for a licence that is not installed. */
  async removeLicense(id: string): Promise<boolean> {
    const removed = await this.#licenses().remove(id);
    await this.recheck();
    return removed;
  }

  /**
   * Computes the state anew and announces a change. If several replicas see the same change, the one that writes the state
   * first announces it.
   */
  async recheck(): Promise<EnforcementPayload> {
    const { state, broadcast } = this.#parts;
    const next = await this.#compute();
    this.#current = next;
    let isMine = false;
    await state.ledger.update(ledgerKeys.announced, (row) => {
      isMine = !isSameEnforcement(row?.announced ?? unlicensed, next);
      return isMine || !row ? { announced: next } : row;
    });
    if (isMine) broadcast(ENFORCEMENT_BROADCAST, next);
    return next;
  }

  async #compute(): Promise<EnforcementPayload> {
    if (!this.#parts.licenses) return unlicensed;
    const licenses = await this.#parts.licenses.list();
    const ledger = this.#parts.meter.ledger();
    return computeEnforcement({ licenses, consumption: ledger, unknown: ledger.unknown, now: this.#parts.now() });
  }

  #recheckQuietly(): void {
    this.recheck().catch((error: unknown) => this.#leaveUnannounced(error));
  }

  /** The next check tries again. */
  #leaveUnannounced(error: unknown): void {
    this.#parts.logger.warn('the state of enforcement could not be announced', { err: error });
  }

  #licenses(): LicenseStore {
    if (this.#parts.licenses) return this.#parts.licenses;
    throw new SymphonyError('UNSUPPORTED', { what: 'a licence', where: 'while licensing is off' });
  }
}
