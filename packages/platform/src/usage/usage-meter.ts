import { isSymphonyError, type Logger, toError, type UsageReport } from '@symphony-ts/contract';
import { FairQueue } from '../kit/fair-queue.js';
import { findRule } from './attribution.js';
import { addRecord, countedUnits, emptyLedger, type Ledger } from './ledger.js';
import type { License } from './license.js';
import { planCharge } from './units.js';
import { recordKey, type UsageRecord } from './usage-record.js';
import { ledgerKeys, type UsageState } from './usage-state.js';

/** A report whose sender is known. */
export type KnownReport = Omit<UsageReport, 'prefix'> & { readonly prefix: string };

/** The parts that the meter uses. */
export interface UsageMeterParts {
  readonly state: UsageState;
  /** The licences that pay; none if licensing is off. */
  readonly licenses: () => Promise<readonly License[]>;
  /** False if licensing is off: use is recorded and costs nothing. */
  readonly isCharging: boolean;
  readonly now: () => number;
  readonly newId: () => string;
  readonly logger: Logger;
}

/** In each attempt, it gives way to other replicas several times. */
const ATTEMPTS = 5;

/**
 * Counts use. The ledger changes by compare and set, so replicas neither lose nor repeat each other's reports. Reports to one
 * replica wait for one another, so they do not collide.
 */
export class UsageMeter {
  readonly #parts: UsageMeterParts;
  /** Records of the outbox that are known to have reached their key. */
  readonly #stored = new Set<string>();
  readonly #queue = new FairQueue();

  constructor(parts: UsageMeterParts) {
    this.#parts = parts;
  }

  /**
   * Counts a report and resolves to its units, even if it was counted before. Extensions take turns. Throws `TOO_MANY_REQUESTS`
   * if too many reports of one extension wait.
   */
  count(report: KnownReport): Promise<number> {
    return this.#queue.do(report.prefix, () => this.#count(report));
  }

  /** Finishes the work of a process that died: it stores records that are counted but not stored. */
  async settle(): Promise<void> {
    for (const record of this.ledger().outbox) await this.#store(record);
  }

  ledger(): Ledger {
    return this.#parts.state.ledger.get(ledgerKeys.ledger)?.ledger ?? emptyLedger;
  }

  async #count(report: KnownReport): Promise<number> {
    const licenses = await this.#parts.licenses();
    await this.settle();
    const known = { ...report, id: report.id ?? this.#parts.newId() };
    const { outbox, ...ledger } = await this.#enter(known, licenses);
    const mine = outbox.find(({ prefix, id }) => prefix === known.prefix && id === known.id);
    if (mine) await this.#store(mine).catch((error: unknown) => this.#leave(mine, error));
    this.#forgetStored(outbox);
    return countedUnits({ outbox, ...ledger }, known) ?? 0;
  }

  /** The ledger with the report, which may have been in it before. */
  async #enter(report: KnownReport & { readonly id: string }, licenses: readonly License[]): Promise<Ledger> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { ledger } = await this.#parts.state.ledger.update(ledgerKeys.ledger, (current) => {
          const ledger = current?.ledger ?? emptyLedger;
          if (current && countedUnits(ledger, report) !== undefined) return current;
          const record = this.#record(report, ledger, licenses);
          return { ledger: addRecord(ledger, record, licenses, (waiting) => this.#stored.has(recordKey(waiting))) };
        });
        return ledger ?? emptyLedger;
      } catch (error) {
        // Other replicas were faster too often, or the server's answer was lost: the id tells whether the change arrived.
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }

  #record(report: KnownReport & { readonly id: string }, ledger: Ledger, licenses: readonly License[]): UsageRecord {
    const { state, isCharging, now } = this.#parts;
    const { prefix, id, dimensions, account, traceparent } = report;
    const at = now();
    const plan = isCharging
      ? planCharge({ prefix, dimensions, licenses, consumption: ledger, now: at })
      : { units: 0, charges: [], unknown: [] };
    const unit = findRule(state.rules.values(), { prefix, account })?.unit;
    return {
      id,
      timestamp: new Date(at).toISOString(),
      prefix,
      dimensions,
      units: plan.units,
      charges: [...plan.charges],
      unknown: [...plan.unknown],
      ...(account === undefined ? {} : { account }),
      ...(unit === undefined ? {} : { unit, attribution: 'auto' as const }),
      ...(traceparent === undefined ? {} : { traceparent }),
    };
  }

  async #store(record: UsageRecord): Promise<void> {
    const key = recordKey(record);
    if (this.#stored.has(key)) return;
    try {
      await this.#parts.state.records.create(key, record);
    } catch (error) {
      // Another replica was here first.
      if (!isSymphonyError(error, 'KEY_EXISTS')) throw error;
    }
    this.#stored.add(key);
  }

  /** The report is counted, and its record is safe in the outbox. The next report stores it. */
  #leave(record: UsageRecord, error: unknown): void {
    const reason = toError(error).message;
    this.#parts.logger.warn('a usage record waits in the outbox', { key: recordKey(record), reason });
  }

  /** A key matters only while its record is in the outbox. */
  #forgetStored(outbox: readonly UsageRecord[]): void {
    const waiting = new Set(outbox.map(recordKey));
    for (const key of this.#stored) if (!waiting.has(key)) this.#stored.delete(key);
  }
}
