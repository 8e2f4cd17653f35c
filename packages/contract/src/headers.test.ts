import { isIdentityHeader } from './headers.js';

describe('isIdentityHeader', () => {
  it.each([
    ['symphony-caller', true],
    ['symphony-timeout', true],
    ['nats-request-info', true],
    ['x-forwarded-user', true],
    ['x-user-id', true],
    ['remote-user', true],
    ['x-forwarded-for', false],
    ['user-agent', false],
    ['x-userland', false],
    ['content-type', false],
  ])('it knows what %s is for', (name, expected) => {
    expect(isIdentityHeader(name)).toBe(expected);
  });
});
