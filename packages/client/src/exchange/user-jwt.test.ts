import * as fc from 'fast-check';
import { readUserJwt } from './user-jwt.js';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwtOf = (claims: unknown): string => `${part({ typ: 'JWT' })}.${part(claims)}.c2ln`;

describe(readUserJwt, () => {
  it.each([
    ['all it wants to know', { jti: 'A', iat: 5, exp: 10 }, ['A', new Date(5_000), new Date(10_000)]],
    ['nothing', {}, [undefined, undefined, undefined]],
    ['an end that is never', { jti: 'A', exp: 0 }, ['A', undefined, undefined]],
    ['a time before all times', { iat: -1, exp: -1 }, [undefined, undefined, undefined]],
    ['a fraction of a second', { iat: 0.5 }, [undefined, new Date(500), undefined]],
    ['a time after all times', { exp: 1e300 }, [undefined, undefined, undefined]],
    ['texts for numbers', { jti: 1, iat: '5', exp: '10' }, [undefined, undefined, undefined]],
    ['null', { jti: null, iat: null, exp: null }, [undefined, undefined, undefined]],
  ] as const)('reads claims with %s', (_what, claims, [jti, issuedAt, expiresAt]) => {
    expect(readUserJwt(jwtOf(claims))).toEqual({ jti, issuedAt, expiresAt });
  });

  it.each([
    ['no text', ''],
    ['one part', part({})],
    ['two parts', `${part({})}.${part({})}`],
    ['four parts', `${jwtOf({})}.more`],
    ['an empty payload', 'a..c'],
    ['a payload that is not JSON', `a.${Buffer.from('{').toString('base64url')}.c`],
    ['a payload that is a list', jwtOf([])],
    ['a payload that is a number', jwtOf(7)],
    ['a payload that is null', jwtOf(null)],
  ])('finds no JWT in %s', (_what, text) => {
    expect(readUserJwt(text)).toBeUndefined();
  });

  it.each([
    ['a text', 'UA', 'UA'],
    ['a number', 1, undefined],
    ['nothing', undefined, undefined],
  ])('reads whose it is, where that is %s', (_what, sub, subject) => {
    expect(readUserJwt(jwtOf({ sub }))).toEqual({ subject });
  });

  it('reads one whose signature is empty: the server checks it', () => {
    expect(readUserJwt(`a.${part({ jti: 'A' })}.`)?.jti).toBe('A');
  });

  it('never throws', () => {
    const dotted = fc
      .array(fc.oneof(fc.string(), fc.base64String(), fc.json().map(part)), { maxLength: 4 })
      .map((all) => all.join('.'));
    fc.assert(fc.property(fc.oneof(fc.string(), dotted), (text) => void readUserJwt(text)));
  });
});
