import type { NoSchema, Schema } from '@symphony-ts/contract';
import type { CommandOptions, SubscribeOptions } from '../metadata/message-options.js';
import type { EventMessage } from '../replies/requests.js';
import { assertCalled } from './assert-called.js';
import type { AnyMethod, CheckArg, CheckMember, CheckName, Given, MaybeSchema, Verdict } from './handler-check.js';
import { recordMember } from './record-member.js';

type MessageText<Q> = Q extends NoSchema
  ? 'without a schema the message is unknown: add { schema: … } or declare it unknown'
  : 'the first parameter does not accept what the schema gives';

export type MessageDecorator<Q> = <T extends object, K extends string, M extends AnyMethod>(
  target: T,
  member: K &
    Verdict<
      [
        CheckMember<T, K>,
        CheckArg<M, 0, Given<Q>, MessageText<Q>>,
        CheckArg<M, 1, EventMessage, 'the second parameter is EventMessage'>,
      ]
    >,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/**
 * Passes events to a method as `(message, EventMessage)`. Write the full subject, as it goes over the wire
 * (`extensions.orders.created`). Wildcards are allowed. You can use the decorator several times.
 */
export function Subscribe<Q extends MaybeSchema = NoSchema>(
  subject: string,
  options: SubscribeOptions<Q> = {},
): MessageDecorator<Q> {
  assertCalled('@Subscribe', [subject, options]);
  return recordMember({ kind: 'subscribe', subject, options: options as SubscribeOptions<Schema> });
}

/** Passes the command `name` of the extension's commands channel to a method. One instance gets each command, and replies. */
export function OnCommand<const N extends string, Q extends MaybeSchema = NoSchema>(
  name: N & CheckName<N>,
  options: CommandOptions<Q> = {},
): MessageDecorator<Q> {
  assertCalled('@OnCommand', [name, options]);
  return recordMember({ kind: 'command', name, options: options as CommandOptions<Schema> });
}
