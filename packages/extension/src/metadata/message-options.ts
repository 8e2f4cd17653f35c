import type { OptionNames } from '@symphony-ts/contract';
/** How events arrive. `Q` is the schema of their payload. */
export interface SubscribeOptions<Q> {
  /** Queue group that shares the events. Default: the prefix: one instance takes each; `false`: every instance does. */
  readonly queue?: string | false;
  /** Checks the payload; without it the message is `unknown`. A misfit is logged and dropped. */
  readonly schema?: Q | undefined;
  /** Whether its messages open a span, where observability is on. Default `true`. */
  readonly trace?: boolean;
}

/** How a command is taken. `Q` is the schema of its payload. */
export interface CommandOptions<Q> {
  /** Checks the payload; a misfit is answered 400 with its issues. */
  readonly schema?: Q | undefined;
  /** Milliseconds until the caller is answered 504; 0 for never. Default 30,000. */
  readonly timeoutMs?: number;
  /** Whether its messages open a span, where observability is on. Default `true`. */
  readonly trace?: boolean;
}

/** The names of {@link SubscribeOptions}. */
export const subscribeOptionNames = {
  queue: true,
  schema: true,
  trace: true,
} as const satisfies OptionNames<SubscribeOptions<unknown>>;

/** The names of {@link CommandOptions}. */
export const commandOptionNames = {
  schema: true,
  timeoutMs: true,
  trace: true,
} as const satisfies OptionNames<CommandOptions<unknown>>;
