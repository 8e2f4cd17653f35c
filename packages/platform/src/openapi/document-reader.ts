import { createHash } from 'node:crypto';
import { parseOpenApiJson, SymphonyError, toError, withoutMark } from '@symphony-ts/contract';
import { CallerBudget } from '../kit/caller-budget.js';
import { FairQueue } from '../kit/fair-queue.js';
import { isTooCostly, yamlToJson } from './yaml-to-json.js';

/** Each extension has 20 seconds of the process's time at once, and a tenth of it after that; a millisecond costs 20 units. */
const READING_TIME = { perSecond: 2_000, atOnce: 400_000 } as const;
/** How many documents of one extension may wait. */
const MOST_WAITING = 50;
/** Results that are remembered. All instances send the same document, and again after each reconnect. */
const MOST_KNOWN = 32;

/** The result for a document: its JSON, or the reason of its refusal. */
type Outcome = { readonly json: string } | { readonly reason: string };

/**
 * Reads OpenAPI documents that others wrote. A process converts YAML to JSON, one document at a time, and extensions take
 * turns. So a document that takes long delays its own extension first.
 */
export class DocumentReader {
  readonly #queue = new FairQueue(MOST_WAITING);
  readonly #budget: CallerBudget;
  readonly #known = new Map<string, Outcome>();

  constructor(budget = new CallerBudget(undefined, READING_TIME)) {
    this.#budget = budget;
  }

  /**
   * The document as JSON that is within the limits.
   *
   * @throws `TOO_MANY_REQUESTS` when documents of this extension have taken too long before
   * @throws `Error` that says what is wrong with the document, and which limit it exceeds
   */
  async toJson(prefix: string, text: string): Promise<string> {
    if (parseOpenApiJson(text) !== undefined) return withoutMark(text);
    const id = createHash('sha256').update(text).digest('base64');
    return this.#recall(id) ?? (await this.#queue.do(prefix, () => this.#convert(prefix, id, text)));
  }

  /** The value of a document, as `toJson` reads it. */
  async parse(prefix: string, text: string): Promise<unknown> {
    return parseOpenApiJson(text) ?? parseOpenApiJson(await this.toJson(prefix, text));
  }

  async #convert(prefix: string, id: string, text: string): Promise<string> {
    const known = this.#recall(id);
    if (known !== undefined) return known;
    if (this.#budget.admit(prefix) !== 'admitted')
      throw new SymphonyError('TOO_MANY_REQUESTS', { retryAfterMs: 1_000 });
    const started = performance.now();
    try {
      const json = await yamlToJson(text);
      if (parseOpenApiJson(json) === undefined) throw new Error('it is not an object');
      this.#remember(id, { json });
      return json;
    } catch (error) {
      const failure = toError(error);
      if (!isTooCostly(failure)) this.#remember(id, { reason: failure.message });
      throw failure;
    } finally {
      this.#budget.chargeTime(prefix, performance.now() - started);
    }
  }

  #recall(id: string): string | undefined {
    const known = this.#known.get(id);
    if (known && 'reason' in known) throw new Error(known.reason);
    return known?.json;
  }

  #remember(id: string, outcome: Outcome): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(id, outcome);
  }
}
