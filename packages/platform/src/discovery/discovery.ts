import type { NatsConnection } from '@nats-io/nats-core';
import type { DiscoveredService, DiscoveryReply, DiscoveryVerb } from '@symphony-ts/contract';
import { cached } from '../kit/cached.js';
import { accountDiscovery } from '../operator/platform-subjects.js';
import type { Registry } from '../registry/registry.js';
import { collectAnswers } from './collect-answers.js';
import { fairShare } from './fair-share.js';
import { judgeAnswer, type KnownNames } from './judge-answer.js';

const LIMITS = { maxMs: 1_000, quietMs: 100, maxAnswers: 256, maxBytes: 512 * 1024 };
/** How long an answer is reused. So each account is asked once a second at most, however many callers there are. */
const FRESH_MS = 1_000;
/** The share of a message's largest size that services may take of an answer. */
const ANSWER_SHARE = 0.75;

/** What one extension answered. */
interface Found {
  readonly prefix: string;
  readonly services: readonly DiscoveredService[];
  readonly dropped: DiscoveryReply['dropped'];
  readonly isCut: boolean;
}

/**
 * Asks the micro services in the extensions' accounts, each through an import of its own. So the platform knows which extension
 * answers.
 */
export class Discovery {
  readonly #hub: NatsConnection;
  readonly #registry: Registry;
  readonly #asked = new Map<string, () => Promise<Found>>();

  constructor(hub: NatsConnection, registry: Registry) {
    this.#hub = hub;
    this.#registry = registry;
  }

  /**
   * The descriptions of the services of these extensions. If one message cannot contain them, those with the longest answers
   * are cut evenly.
   */
  async discover(verb: DiscoveryVerb, prefixes: readonly string[]): Promise<DiscoveryReply> {
    const found = await Promise.all([...prefixes].sort().map((prefix) => this.#askRarely(verb, prefix)));
    const budget = Math.floor((this.#hub.info?.max_payload ?? 0) * ANSWER_SHARE);
    const shares = fairShare(found.map(sizeOf), budget);
    const parts = found.map((answer, index) => cut(answer, shares[index] ?? 0));
    return {
      services: parts.flatMap(({ services }) => services),
      dropped: parts.flatMap(({ dropped }) => dropped),
      incomplete: parts.flatMap(({ prefix, isCut }) => (isCut ? [prefix] : [])),
    };
  }

  #askRarely(verb: DiscoveryVerb, prefix: string): Promise<Found> {
    const name = `${verb} ${prefix}`;
    const ask = this.#asked.get(name) ?? cached(FRESH_MS, () => this.#ask(verb, prefix));
    this.#asked.set(name, ask);
    return ask();
  }

  async #ask(verb: DiscoveryVerb, prefix: string): Promise<Found> {
    const subject = `${accountDiscovery(prefix)}.${verb.toUpperCase()}`;
    const enough = Math.max(1, this.#registry.instances(prefix).length);
    const { answers, isCut } = await collectAnswers(this.#hub, subject, { ...LIMITS, enough });
    const judged = answers.map((data) => judgeAnswer(prefix, data, this.#names()));
    const services = judged
      .flatMap((judgement) => (judgement.kind === 'kept' ? [judgement.found] : []))
      .sort(byNameAndId);
    const reasons = new Set(judged.flatMap((judgement) => (judgement.kind === 'dropped' ? [judgement.reason] : [])));
    return {
      prefix,
      services,
      dropped: [...reasons].slice(0, MOST_REASONS).map((reason) => ({ prefix, reason })),
      isCut,
    };
  }

  #names(): KnownNames {
    return {
      isExtension: (name) => this.#registry.has(name),
      declares: (prefix, name) =>
        this.#registry.manifest(prefix)?.services.some((service) => service.name === name) ?? false,
    };
  }
}

/** Each reason quotes an answer, and the answer of a hostile extension can be long. */
const MOST_REASONS = 10;

const bytesOf = (service: DiscoveredService): number => Buffer.byteLength(JSON.stringify(service)) + 1;
const sizeOf = ({ services }: Found): number => services.reduce((sum, service) => sum + bytesOf(service), 0);

function cut(found: Found, maxBytes: number): Found {
  let left = maxBytes;
  const services = found.services.filter((service) => (left -= bytesOf(service)) >= 0);
  return { ...found, services, isCut: found.isCut || services.length < found.services.length };
}

function byNameAndId({ service: a }: DiscoveredService, { service: b }: DiscoveredService): number {
  const [left, right] = [`${a.name} ${a.id}`, `${b.name} ${b.id}`];
  return left < right ? -1 : Number(left > right);
}
