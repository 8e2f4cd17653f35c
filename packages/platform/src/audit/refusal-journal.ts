import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@symphony-ts/contract';
import type { Refused } from '../kit/refusal-log.js';
import type { RefusalEntry } from './refusal-entry.js';

const HOUR_MS = 3_600_000;
/** How often the journal checks whether the hour is over. */
const LOOK_MS = 60_000;
/**
 * The number of actors that are distinguished within an hour, for each code. All further ones are counted together, as
 * `others`.
 */
const MOST_ACTORS = 200;
const OTHERS = 'others';
const LONGEST = 200;
/** How long the stop waits for the last entries to be written. */
const PATIENCE_MS = 1_000;

/** The parts that the journal uses. */
export interface JournalParts {
  /** Stores an entry permanently. */
  readonly write: (entry: RefusalEntry) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Writes refusals into the audit log, with few entries. The first refusal of an actor with a code is written at once. Later
 * ones within the hour become one entry with their number. It is written when the hour is over, or when the platform stops. So
 * an hour takes little room, however many refusals there are.
 */
export class RefusalJournal {
  readonly #parts: JournalParts;
  readonly #actors = new Map<string, Map<string, RefusalEntry | undefined>>();
  readonly #writing = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #hour: number;

  private constructor(parts: JournalParts) {
    this.#parts = parts;
    this.#hour = hourOf(parts.now());
  }

  /** Starts to take refusals. Every minute it checks whether the hour is over, until it is stopped. */
  static start(parts: JournalParts): RefusalJournal {
    const journal = new RefusalJournal(parts);
    journal.#timer = setInterval(() => journal.#turnPage(), LOOK_MS).unref();
    return journal;
  }

  /** Notes a refusal. This costs its caller only a look into a map. */
  note({ actor: named, what, code }: Refused): void {
    this.#turnPage();
    const actors = this.#actors.get(code) ?? new Map<string, RefusalEntry | undefined>();
    this.#actors.set(code, actors);
    const short = named.slice(0, LONGEST);
    const actor = actors.has(short) || actors.size < MOST_ACTORS ? short : OTHERS;
    const at = new Date(this.#parts.now()).toISOString();
    const entry = { at, actor, what: what.slice(0, LONGEST), code, count: (actors.get(actor)?.count ?? 0) + 1 };
    if (actors.has(actor)) return void actors.set(actor, entry);
    actors.set(actor, undefined);
    this.#write(entry);
  }

  /** Writes the remaining entries, and waits for that at most a second. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#writeRest();
    await Promise.race([Promise.all(this.#writing), delay(PATIENCE_MS, undefined, { ref: false })]);
  }

  #turnPage(): void {
    const hour = hourOf(this.#parts.now());
    if (hour === this.#hour) return;
    this.#hour = hour;
    this.#writeRest();
  }

  #writeRest(): void {
    const entries = [...this.#actors.values()].flatMap((actors) => [...actors.values()]);
    this.#actors.clear();
    for (const entry of entries) if (entry) this.#write(entry);
  }

  #write(entry: RefusalEntry): void {
    const work = this.#parts
      .write(entry)
      .catch((error: unknown) => {
        this.#parts.logger.warn('a refusal is missing in the audit log', { ...entry, err: error });
      })
      .finally(() => this.#writing.delete(work));
    this.#writing.add(work);
  }
}

const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);
