import type { PageConnection, PageMessage, SymphonyFrame } from '@symphony-ts/page';
import { MessageQueue } from '../connect/message-queue.js';

/** The part of a connection that the bridge can offer. */
export const framedConnection = (bridge: SymphonyFrame): PageConnection => ({
  request: (subject, payload, options) => bridge.request(subject, payload, options),
  publish: (subject, payload) => void bridge.publish(subject, payload),
  subscribe(subject, { callback } = {}) {
    const queue = new MessageQueue<PageMessage>();
    const heard = bridge.subscribe(subject, (message) => {
      if (callback) callback(null, message);
      else queue.push(message);
    });
    return {
      unsubscribe() {
        heard.unsubscribe();
        queue.end();
      },
      [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator](),
    };
  },
});
