import { type Held, Outbox } from './outbox.js';

describe('Outbox', () => {
  let sent: string[];
  let outbox: Outbox;
  beforeEach(() => {
    sent = [];
    outbox = new Outbox();
  });
  const add = (subject: string, leftMs?: number): void => {
    const message: Held = {
      subject,
      bytes: 1,
      ...(leftMs !== undefined && { deadline: performance.now() + leftMs }),
      send: () => void sent.push(subject),
      fail: () => undefined,
    };
    outbox.add(message);
  };

  it('keeps what is on hold, and tells how much time it has left', () => {
    add('patient', 60_000);
    add('hasty', 10_000);
    add('unlimited');
    outbox.flush(
      () => true,
      (_subject, leftMs) => leftMs > 30_000,
    );
    expect([sent, outbox.size]).toEqual([['hasty'], 2]);
  });

  it('sends in order, and stops when nothing can be sent', () => {
    for (const subject of ['a', 'b', 'c']) add(subject);
    outbox.flush(
      () => sent.length < 2,
      () => false,
    );
    expect([sent, outbox.size]).toEqual([['a', 'b'], 1]);
  });
});
