import { headers, type NatsConnection } from '@nats-io/nats-core';
import { assertSize, headerBytes } from './value-size.js';

describe('headerBytes', () => {
  it.each<[Readonly<Record<string, string>> | undefined, string]>([
    [undefined, ''],
    [{}, 'NATS/1.0\r\n\r\n'],
    [{ A: '1', 'Long-Name': 'v w' }, 'NATS/1.0\r\nA: 1\r\nLong-Name: v w\r\n\r\n'],
  ])('counts %p as the wire does', (lines, wire) => {
    const given = lines && headers();
    for (const [name, value] of Object.entries(lines ?? {})) given?.set(name, value);
    expect(headerBytes(given)).toBe(wire.length);
  });
});

describe('assertSize', () => {
  // Only the payload limit is read.
  const nc = { info: { max_payload: 100 } } as NatsConnection;
  const conditional = headers();
  conditional.set('A', '1');

  it('takes a value that fills a message', () => {
    expect(() => assertSize(nc, new Uint8Array(100))).not.toThrow();
    expect(() => assertSize(nc, new Uint8Array(100 - headerBytes(conditional)), conditional)).not.toThrow();
  });

  it.each([
    [101, undefined, 101],
    [100, conditional, 118],
  ])('refuses %d bytes with headers %p, and says how many it has', (size, given, bytes) => {
    expect(() => assertSize(nc, new Uint8Array(size), given)).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', params: { bytes, maxBytes: 100 } }),
    );
  });
});
