import type { OptionNames } from '@symphony-ts/contract';
/** Options of `@Subscribe`. `Q` is the schema of the payload. */
export interface SubscribeOptions<Q> {
  /** Queue group that shares the events. `false`: every instance gets each event. Default: the prefix, so one instance gets each. */
  readonly queue?: string | false;
  /** Checks the payload; without it the message is `unknown`. A message that does not match is logged and dropped. */
  readonly schema?: Q | undefined;
  /** Most events that this instance handles at once; more events wait in order. Default 1,000. */
  readonly concurrency?: number;
  /**
   * Most events that wait in this instance, with 16 MiB together; more events are dropped, counted and logged. Default 10,000.
   * An event is only dropped while as many handlers are running as `concurrency` allows.
   */
  readonly maxQueued?: number;
  /** Whether a message opens a span, if observability is on. Default `true`. */
  readonly trace?: boolean;
}

/** Options of `@OnCommand`. `Q` is the schema of the payload. */
export interface CommandOptions<Q> {
  /** Checks the payload. A caller whose payload does not match gets 400 with the issues. */
  readonly schema?: Q | undefined;
  /** Milliseconds until the caller gets 504; 0 means never. Default 30,000. */
  readonly timeoutMs?: number;
  /** Whether a message opens a span, if observability is on. Default `true`. */
  readonly trace?: boolean;
}

/** The names of {@link SubscribeOptions}. */
export const subscribeOptionNames = {
  queue: true,
  schema: true,
  concurrency: true,
  maxQueued: true,
  trace: true,
} as const satisfies OptionNames<SubscribeOptions<unknown>>;

/** The names of {@link CommandOptions}. */
export const commandOptionNames = {
  schema: true,
  timeoutMs: true,
  trace: true,
} as const satisfies OptionNames<CommandOptions<unknown>>;
