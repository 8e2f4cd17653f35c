import type { Msg, NatsConnection, Subscription, SubscriptionOptions } from '@nats-io/nats-core';
import { isSafeReply, type Logger } from '@symphony-ts/contract';

/**
 * A view of a connection whose callback subscriptions drop requests with a reply subject that is not an inbox. Each drop is
 * counted and logged.
 */
export function guardReplies(nc: NatsConnection, logger: Logger): NatsConnection {
  let dropped = 0;
  const subscribe = (subject: string, options: SubscriptionOptions = {}): Subscription => {
    const { callback } = options;
    if (!callback) return nc.subscribe(subject, options);
    return nc.subscribe(subject, {
      ...options,
      callback: (error, message: Msg) => {
        if (error || isSafeReply(message.reply)) return callback(error, message);
        dropped += 1;
        logger.warn('dropped a request whose reply subject is not an inbox', {
          subject: message.subject,
          reply: message.reply,
          dropped,
        });
      },
    });
  };
  return new Proxy(nc, {
    get(target, member) {
      if (member === 'subscribe') return subscribe;
      const value: unknown = Reflect.get(target, member, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
