import { openSignIn, safePath, sealSignIn } from './pending-sign-in.js';

const secret = new Uint8Array(32).fill(1);
const pending = { state: 's', nonce: 'n', verifier: 'v', to: '/catalog' };

describe('openSignIn', () => {
  it('gives back what was sealed', () => {
    expect(openSignIn(sealSignIn(pending, secret), secret)).toEqual(pending);
  });
  it.each([
    ['nothing', undefined],
    ['an empty cookie', ''],
    ['a cookie without signature', sealSignIn(pending, secret).split('.')[0]],
    ['a changed cookie', `x${sealSignIn(pending, secret)}`],
    ['one of another platform', sealSignIn(pending, new Uint8Array(32).fill(2))],
  ])('refuses %s', (_what, text) => {
    expect(openSignIn(text, secret)).toBeUndefined();
  });
});

describe('safePath', () => {
  it.each([
    ['/catalog?a=1', '/catalog?a=1'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['/a\nb', '/'],
    ['', '/'],
    [undefined, '/'],
  ])('of %j is %s', (given, expected) => {
    expect(safePath(given)).toBe(expected);
  });
});
