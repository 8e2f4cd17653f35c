import type { ConsumerInfo, JsMsg } from '@nats-io/jetstream';
import type { ManagerContext } from '../api/manager-context.js';
import { call } from '../errors/to-manager-error.js';
import { assertKnownOptions, type OptionNames } from '../options/option-names.js';

/** Options of `nextMessage`. */
export interface NextMessageOptions {
  /** How long to wait for a message, in milliseconds, at least 1000. Default: the manager's `timeoutMs`. */
  readonly timeoutMs?: number;
}

const nextMessageOptionNames = {
  timeoutMs: true,
} as const satisfies OptionNames<NextMessageOptions>;

const shortestWaitMs = 1000;

/** Pulls one message through `@nats-io/jetstream`; `undefined` if no message arrives in time. */
export async function nextMessage(
  context: ManagerContext,
  info: ConsumerInfo,
  options: NextMessageOptions,
): Promise<JsMsg | undefined> {
  assertKnownOptions('nextMessage', options, nextMessageOptionNames);
  const expires = Math.max(options.timeoutMs ?? context.timeoutMs, shortestWaitMs);
  const consumer = context.jsm.jetstream().consumers.getConsumerFromInfo(info);
  const message = await call(`next message of ${info.stream_name} > ${info.name}`, () => consumer.next({ expires }));
  return message ?? undefined;
}
