import { AuthenticationError } from '@symphony-ts/contract';
import { tokenRefusal } from './token-refusal.js';

describe('tokenRefusal', () => {
  it.each([
    [new AuthenticationError({ address: 'the platform', reason: 'no such API key' }).text, 'no such API key'],
    ['the platform refused the token: it has expired (HTTP 401)', 'it has expired (HTTP 401)'],
    [
      'https://login.example refused the token: it is not an ID token',
      'https://login.example refused the token: it is not an ID token',
    ],
    ['HTTP 403', 'HTTP 403'],
  ])('of %j is %j', (text, reason) => {
    expect(tokenRefusal(text)).toBe(reason);
  });
});
