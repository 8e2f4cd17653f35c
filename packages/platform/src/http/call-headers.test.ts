import { headers, MsgHdrsImpl } from '@nats-io/nats-core';
import { headers as wire } from '@symphony-ts/contract';
import { writeCallHeaders } from './call-headers.js';

describe('writeCallHeaders', () => {
  it.each([
    [{ timeoutMs: 30_000, trace: {} }, undefined, { 'Symphony-Timeout': '30000' }],
    [
      { timeoutMs: 1, contentType: 'text/plain; x=é', caller: 'a.b.c', trace: { traceparent: '00-1' } },
      'a.1',
      {
        'Symphony-Timeout': '1',
        'Content-Type': 'text/plain; x=é',
        [wire.caller]: 'a.b.c',
        traceparent: '00-1',
        'Symphony-Request': 'a.1',
      },
    ],
  ])('writes %j as nats.js does', (given, requestId, names) => {
    const expected = headers();
    for (const [name, value] of Object.entries(names)) expected.set(name, value);
    const written = (writeCallHeaders(given, requestId) as MsgHdrsImpl).encode();
    expect(Buffer.from(written).toString()).toBe((expected as MsgHdrsImpl).toString());
    expect(MsgHdrsImpl.decode(written).equals(expected as MsgHdrsImpl)).toBe(true);
  });

  it.each(['a\r\nB: c', 'a\nb', 'a\r'])('refuses %j, which would break out of its line', (value) => {
    const given = [
      { timeoutMs: 1, contentType: value, trace: {} },
      { timeoutMs: 1, trace: { traceparent: value } },
    ];
    for (const one of given)
      expect(() => writeCallHeaders(one)).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
  });
});
