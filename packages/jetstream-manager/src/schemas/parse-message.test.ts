import { isJetStreamManagerError } from '../errors/manager-error.js';
import { parseAndValidateMessage, parseMessage, typeForMessage, unknownMessageType } from './parse-message.js';

const ack = {
  type: 'io.nats.jetstream.metric.v1.consumer_ack',
  id: 'ID',
  timestamp: '2026-01-31T12:00:00Z',
  stream: 'S',
  consumer: 'C',
  consumer_seq: 1,
  stream_seq: 2,
  ack_time: 5_000,
  deliveries: 1,
};
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('parseMessage', () => {
  it('types a message by what it says it is', () => {
    const parsed = parseMessage(bytes(ack));
    if (parsed.type !== 'io.nats.jetstream.metric.v1.consumer_ack') throw new Error(parsed.type);
    // From here on, the fields are typed.
    const { stream, deliveries }: { stream: string; deliveries: number } = parsed.message;
    expect({ stream, deliveries }).toEqual({ stream: 'S', deliveries: 1 });
  });

  it('keeps fields that no schema knows', () => {
    expect(parseMessage(bytes({ ...ack, future: { a: 1 } })).message).toEqual({ ...ack, future: { a: 1 } });
  });

  it('keeps sequences beyond 2^53 to the last digit', () => {
    const text = JSON.stringify(ack).replace('"stream_seq":2', '"stream_seq":18446744073709551615');
    expect(parseMessage(text).message).toMatchObject({ stream_seq: 18_446_744_073_709_551_615n, consumer_seq: 1 });
  });

  it.each([
    ['without a type', { a: 1 }],
    ['of a future type', { type: 'io.nats.jetstream.advisory.v9.new', a: 1 }],
    ['whose type is no text', { type: 7 }],
    ['whose type is the name of a method', { type: 'hasOwnProperty' }],
    ['that is a list', [1, 2]],
    ['that is nothing', null],
  ])('keeps a message %s whole', (_what, message) => {
    expect(parseMessage(bytes(message))).toEqual({ type: unknownMessageType, message });
  });

  it.each([
    ['', 'no JSON'],
    ['{"type":', 'cut off'],
  ])('refuses %j: %s', (text) => {
    let thrown: unknown;
    try {
      parseMessage(text);
    } catch (error) {
      thrown = error;
    }
    expect(isJetStreamManagerError(thrown, 'INVALID_MESSAGE')).toBe(true);
  });

  it('refuses bytes that are no UTF-8', () => {
    expect(() => parseMessage(new Uint8Array([0x22, 0xff, 0x22]))).toThrow('INVALID_MESSAGE');
  });
});

describe('typeForMessage', () => {
  it.each([
    [ack, ack.type],
    [{ type: 'io.nats.jetstream.advisory.v9.new' }, 'io.nats.jetstream.advisory.v9.new'],
    [{ schema: 'io.nats.jetstream.metric.v1.consumer_ack' }, 'io.nats.jetstream.metric.v1.consumer_ack'],
    [{}, unknownMessageType],
  ])('tells the type of %j', (message, expected) => {
    expect(typeForMessage(bytes(message))).toBe(expected);
  });
});

describe('parseAndValidateMessage', () => {
  it('finds nothing against a message that fits, or that is not known', () => {
    expect(parseAndValidateMessage(bytes(ack)).issues).toEqual([]);
    expect(parseAndValidateMessage(bytes({ a: 1 }))).toEqual({
      type: unknownMessageType,
      message: { a: 1 },
      issues: [],
    });
  });

  it('names the fields of one that does not fit, and keeps it', () => {
    const parsed = parseAndValidateMessage(bytes({ ...ack, deliveries: 0 }));
    expect(parsed.issues).toEqual([{ field: 'deliveries', message: 'expected a whole number of at least 1' }]);
    expect(parsed.message).toMatchObject({ deliveries: 0 });
  });
});
