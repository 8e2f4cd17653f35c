import type { MsgHdrs } from '@nats-io/nats-core';
import { encodeCallHeaders, encodeHeaders } from './encode-headers.js';

const proof = () => ({ value: 'claim.sig', encoded: new Map<number, MsgHdrs>() });
const pairs = (encoded: MsgHdrs | undefined): unknown => encoded && Object.fromEntries(encoded);

describe('encodeHeaders', () => {
  it('has none of none', () => {
    expect(encodeHeaders({})).toBeUndefined();
  });

  it('has what is given, in its spelling', () => {
    expect(pairs(encodeHeaders({ 'X-One': '1', two: 'b' }))).toEqual({ 'X-One': ['1'], two: ['b'] });
  });

  it.each<[string, Record<string, string>]>([
    ['a line break in a value', { a: 'b\r\nc: d' }],
    ['a colon in a name', { 'a:b': 'c' }],
    ['a space in a name', { 'a b': 'c' }],
  ])('refuses %s', (_what, given) => {
    expect(() => encodeHeaders(given)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
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
    expect(pairs(encodeCallHeaders(undefined, leftMs))).toEqual({ 'Symphony-Timeout': [text] });
    expect(pairs(encodeCallHeaders({ a: 'b' }, leftMs))).toEqual({ a: ['b'], 'Symphony-Timeout': [text] });
  });

  it('says who calls, where there is a proof', () => {
    const caller = { 'Symphony-Caller': ['claim.sig'], 'Symphony-Timeout': ['5'] };
    expect(pairs(encodeCallHeaders(undefined, 5, proof()))).toEqual(caller);
    expect(pairs(encodeCallHeaders({ a: 'b' }, 5, proof()))).toEqual({ a: ['b'], ...caller });
  });

  it('lets nobody write another timeout or caller', () => {
    const given = { 'Symphony-Timeout': '9', 'Symphony-Caller': 'forged' };
    expect(pairs(encodeCallHeaders(given, 5, proof()))).toEqual({
      'Symphony-Timeout': ['5'],
      'Symphony-Caller': ['claim.sig'],
    });
  });

  it('writes the headers of calls that wait for the same time once', () => {
    const own = proof();
    const first = encodeCallHeaders(undefined, 5, own);
    expect(encodeCallHeaders(undefined, 4.5, own)).toBe(first);
    expect(encodeCallHeaders(undefined, 6, own)).not.toBe(first);
    expect(encodeCallHeaders(undefined, 5, proof())).not.toBe(first);
    expect(encodeCallHeaders(undefined, 5)).not.toBe(first);
  });

  it('keeps a bounded number of them', () => {
    const own = proof();
    for (let leftMs = 1; leftMs <= 3_000; leftMs += 1) encodeCallHeaders(undefined, leftMs, own);
    expect(own.encoded.size).toBeLessThanOrEqual(1_024);
    expect(pairs(encodeCallHeaders(undefined, 3_000, own))).toMatchObject({ 'Symphony-Timeout': ['3000'] });
  });
});
