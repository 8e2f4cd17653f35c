import { type MsgHdrs, MsgHdrsImpl } from '@nats-io/nats-core';
import type { FixedHeaders } from '../callers/fixed-headers.js';
import { newRequestId } from '../callers/request-id.js';
import { encodeCallHeaders, encodeHeaders } from './encode-headers.js';

const proof = () => ({ value: 'claim.sig', encoded: new Map<number, FixedHeaders>() });
const pairs = (encoded: MsgHdrs | undefined): unknown => encoded && Object.fromEntries(encoded);

describe('encodeHeaders', () => {
  it('has no headers if none are given', () => {
    expect(encodeHeaders({})).toBeUndefined();
  });

  it('keeps the given headers and their spelling', () => {
    expect(pairs(encodeHeaders({ 'X-One': '1', two: 'b' }))).toEqual({ 'X-One': ['1'], two: ['b'] });
  });

  it.each<[string, Record<string, string>]>([
    ['a line break in a value', { a: 'b\r\nc: d' }],
    ['a colon in a name', { 'a:b': 'c' }],
    ['a space in a name', { 'a b': 'c' }],
  ])('refuses %s', (_what, given) => {
    expect(() => encodeHeaders(given)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
  });

  it.each<[string, unknown]>([
    ["'a' is a number, and must be text", { a: 5 }],
    ["'a' is a list, and must be text", { a: ['b', 'c'] }],
    ["'a' is null, and must be text", { a: null }],
    ["'append' is a function, and must be text", new Headers({ a: 'b' })],
  ])('says that %s', (reason, given) => {
    const refused = expect.objectContaining({ params: { setting: 'headers', reason } });
    expect(() => encodeHeaders(given as Record<string, string>)).toThrow(refused);
  });
});

describe('encodeCallHeaders', () => {
  it.each([
    [5_000, '5000'],
    [0.2, '1'],
    [0, '1'],
    [-7, '1'],
    [1.2, '2'],
  ])('with %d ms left says %s', (leftMs, text) => {
    expect(pairs(encodeCallHeaders(undefined, { leftMs }))).toEqual({ 'Symphony-Timeout': [text] });
    expect(pairs(encodeCallHeaders({ a: 'b' }, { leftMs }))).toEqual({ a: ['b'], 'Symphony-Timeout': [text] });
  });

  it('says who calls, where there is a proof', () => {
    const caller = { 'Symphony-Caller': ['claim.sig'], 'Symphony-Timeout': ['5'] };
    expect(pairs(encodeCallHeaders(undefined, { leftMs: 5, proof: proof() }))).toEqual(caller);
    expect(pairs(encodeCallHeaders({ a: 'b' }, { leftMs: 5, proof: proof() }))).toEqual({ a: ['b'], ...caller });
  });

  it('does not let a caller set the headers for timeout and caller', () => {
    const given = { 'Symphony-Timeout': '9', 'Symphony-Caller': 'forged' };
    expect(pairs(encodeCallHeaders(given, { leftMs: 5, proof: proof() }))).toEqual({
      'Symphony-Timeout': ['5'],
      'Symphony-Caller': ['claim.sig'],
    });
  });

  it.each([
    [undefined, {}],
    [{ a: 'b' }, { a: ['b'] }],
  ])('names the request beside %j', (given, own) => {
    const requestId = newRequestId();
    const facts = { leftMs: 5, proof: proof(), requestId };
    const sent = encodeCallHeaders(given, facts) as MsgHdrsImpl;
    expect(pairs(MsgHdrsImpl.decode(sent.encode()))).toEqual({
      ...own,
      'Symphony-Caller': ['claim.sig'],
      'Symphony-Request': [requestId],
      'Symphony-Timeout': ['5'],
    });
  });

  it('writes the headers of calls that wait for the same time once', () => {
    const own = proof();
    const first = encodeCallHeaders(undefined, { leftMs: 5, proof: own });
    expect(encodeCallHeaders(undefined, { leftMs: 4.5, proof: own })).toBe(first);
    expect(encodeCallHeaders(undefined, { leftMs: 6, proof: own })).not.toBe(first);
    expect(encodeCallHeaders(undefined, { leftMs: 5, proof: proof() })).not.toBe(first);
    expect(encodeCallHeaders(undefined, { leftMs: 5 })).not.toBe(first);
  });

  it('keeps a bounded number of them', () => {
    const own = proof();
    for (let leftMs = 1; leftMs <= 3_000; leftMs += 1) encodeCallHeaders(undefined, { leftMs, proof: own });
    expect(own.encoded.size).toBeLessThanOrEqual(1_024);
    expect(pairs(encodeCallHeaders(undefined, { leftMs: 3_000, proof: own }))).toMatchObject({
      'Symphony-Timeout': ['3000'],
    });
  });
});
