import { headers } from '@nats-io/nats-core';
import { parseMessageMetadata, parseReplyMetadata, parseTimestamp } from './message-metadata.js';

const code = (what: string) => expect.objectContaining({ code: what });

describe('parseReplyMetadata', () => {
  it('reads the short form', () => {
    expect(parseReplyMetadata('$JS.ACK.ORDERS.NEW.2.10.5.1600000000123456789.7')).toEqual({
      stream: 'ORDERS',
      consumer: 'NEW',
      delivered: 2,
      streamSequence: 10,
      consumerSequence: 5,
      timestampNanos: 1600000000123456789n,
      timestamp: new Date(1600000000123),
      pending: 7,
    });
  });

  it.each([
    ['$JS.ACK.hub.AHASH.ORDERS.NEW.1.10.5.1600000000123456789.7', 'hub'],
    ['$JS.ACK._.AHASH.ORDERS.NEW.1.10.5.1600000000123456789.7.random', undefined],
    ['$JS.ACK.hub.AHASH.ORDERS.NEW.1.10.5.1600000000123456789.7.some.more', 'hub'],
  ])('reads the long form %s', (reply, domain) => {
    expect(parseReplyMetadata(reply)).toMatchObject({
      stream: 'ORDERS',
      consumer: 'NEW',
      streamSequence: 10,
      pending: 7,
    });
    expect(parseReplyMetadata(reply).domain).toBe(domain);
  });

  it.each(['', '_INBOX.x', '$JS.ACK.A.B', '$JS.ACK.A.B.1.2.3.4.5.6', '$JS.ACK.A.B.1.x.3.4.5'])(
    'refuses %j',
    (reply) => {
      expect(() => parseReplyMetadata(reply)).toThrow(code('INVALID_METADATA'));
    },
  );

  it('refuses a sequence beyond 2^53', () => {
    expect(() => parseReplyMetadata('$JS.ACK.A.B.1.9007199254740993.3.4.5')).toThrow(code('UNSAFE_INTEGER'));
  });
});

describe('parseMessageMetadata', () => {
  it('reads the headers of a direct get', () => {
    const hdrs = headers();
    hdrs.set('Nats-Stream', 'ORDERS');
    hdrs.set('Nats-Sequence', '12');
    hdrs.set('Nats-Time-Stamp', '2025-06-01T10:00:00.000000001Z');
    hdrs.set('Nats-Num-Pending', '3');
    expect(parseMessageMetadata({ headers: hdrs })).toEqual({
      stream: 'ORDERS',
      streamSequence: 12,
      timestampNanos: BigInt(Date.UTC(2025, 5, 1, 10)) * 1_000_000n + 1n,
      timestamp: new Date(Date.UTC(2025, 5, 1, 10)),
      pending: 3,
    });
  });

  it('refuses a message of neither kind', () => {
    expect(() => parseMessageMetadata({})).toThrow(code('INVALID_METADATA'));
  });
});

describe('parseTimestamp', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01T00:00:00.5Z', 500_000_000n],
    ['1970-01-01T01:00:00.000000007+01:00', 7n],
  ])('reads %s', (text, nanos) => {
    expect(parseTimestamp(text)).toBe(nanos);
  });

  it('refuses what is no time', () => {
    expect(() => parseTimestamp('yesterday')).toThrow(code('INVALID_METADATA'));
  });
});
