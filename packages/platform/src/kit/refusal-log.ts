import type { Logger } from '@symphony-ts/contract';
import type { Counters } from './counters.js';

/** Somebody was refused something. */
export interface Refused {
  /** The caller: an extension, or the id of a key. */
  readonly actor: string;
  /** The refused request: a service, or a method and its path. */
  readonly what: string;
  readonly code: string;
}

/** Where refusals are kept beyond the log. */
export interface RefusalSink {
  note(refused: Refused): void;
}

/** The parts that the log uses. */
export interface RefusalLogParts {
  readonly logger: Pick<Logger, 'warn'>;
  readonly counters: Counters;
  /** Receives each refusal. Default: none. */
  readonly sink?: RefusalSink;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/** Within this time, one line counts all refusals of one actor with one code. */
const NOTE_EVERY_MS = 10_000;
/** How many pairs are remembered. A caller that makes up more pairs only appears sooner in the log, and fills no memory. */
const MOST_PAIRS = 1_000;
const LONGEST = 200;

interface Pair {
  count: number;
  notedAt: number;
}

/**
 * Writes refusals into the log, so that an operator sees who tries what. The first refusal of an actor with a code is logged at
 * once, and later ones as a number every ten seconds. Each is counted. The log stays readable however many there are.
 */
export class RefusalLog {
  readonly #logger: Pick<Logger, 'warn'>;
  readonly #counters: Counters;
  readonly #sink: RefusalSink | undefined;
  readonly #now: () => number;
  readonly #pairs = new Map<string, Pair>();

  constructor({ logger, counters, sink, now = () => performance.now() }: RefusalLogParts) {
    this.#logger = logger;
    this.#counters = counters;
    this.#sink = sink;
    this.#now = now;
  }

  note({ actor, what, code }: Refused): void {
    this.#counters.add('symphony_refusals_total', { code });
    this.#sink?.note({ actor, what, code });
    const pair = this.#pairOf(`${actor.slice(0, LONGEST)} ${code}`);
    pair.count += 1;
    const now = this.#now();
    if (now - pair.notedAt < NOTE_EVERY_MS) return;
    pair.notedAt = now;
    const { count } = pair;
    pair.count = 0;
    this.#logger.warn('refused', { actor: actor.slice(0, LONGEST), what: what.slice(0, LONGEST), code, count });
  }

  #pairOf(name: string): Pair {
    const known = this.#pairs.get(name);
    if (known) return known;
    if (this.#pairs.size >= MOST_PAIRS) this.#pairs.clear();
    const pair = { count: 0, notedAt: Number.NEGATIVE_INFINITY };
    this.#pairs.set(name, pair);
    return pair;
  }
}
