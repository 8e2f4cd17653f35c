import { isSafeReply } from './safe-reply.js';

describe('isSafeReply', () => {
  it.each([undefined, '', '_INBOX.x', '_INBOX.ID.abc', '_R_.x.y'])('is true for %j', (reply) => {
    expect(isSafeReply(reply)).toBe(true);
  });

  it.each(['$KV.orders.key', '$JS.API.STREAM.DELETE.KV_orders', '_INBOX', '_INBOXES.x', '_R_', 'x._INBOX.y'])(
    'is false for %j',
    (reply) => {
      expect(isSafeReply(reply)).toBe(false);
    },
  );
});
