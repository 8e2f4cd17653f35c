import { createUser } from '@nats-io/nkeys';
import { isSymphonyError } from '@symphony-ts/contract';
import * as fc from 'fast-check';
import { parseCredentials } from './credentials.js';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwtOf = (claims: unknown): string => `${part({ typ: 'JWT', alg: 'ed25519-nkey' })}.${part(claims)}.c2ln`;
const answer = (change: object = {}): object => ({
  id: 'KEY1',
  name: 'a key',
  kind: 'extension',
  prefix: 'catalog',
  instanceId: 'KEY1',
  jwt: jwtOf({ jti: 'KEY1', iat: 1_700_000_000, exp: 1_700_003_600 }),
  seed: new TextDecoder().decode(createUser().getSeed()),
  servers: ['nats://127.0.0.1:4222'],
  capabilities: { pub: { allow: ['a'] } },
  ...change,
});

describe('parseCredentials', () => {
  it('reads an answer, with the times of its JWT, and ignores what it does not know', () => {
    expect(parseCredentials(answer({ new: true }), 'x')).toMatchObject({
      instanceId: 'KEY1',
      capabilities: { pub: { allow: ['a'] }, sub: { allow: [] } },
      issuedAt: new Date(1_700_000_000_000),
      expiresAt: new Date(1_700_003_600_000),
    });
  });

  it.each([
    [{ servers: [] }, 'servers'],
    [{ kind: 'king' }, 'kind'],
    [{ jwt: 'nonsense' }, 'jwt: not a JWT'],
    [{ seed: 'SECRETSEED' }, 'seed: not the seed'],
    [{ instanceId: 'a.b' }, 'instanceId'],
  ])('refuses %j', (change, reason) => {
    expect(() => parseCredentials(answer(change), 'x')).toThrow(reason);
  });

  it('never repeats a seed', () => {
    expect(() => parseCredentials(answer({ seed: 'SECRETSEED' }), 'x')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('SECRETSEED') }),
    );
  });

  it('gives a typed error for any other value', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          parseCredentials(value, 'x');
        } catch (error) {
          expect(isSymphonyError(error, 'INVALID_REPLY')).toBe(true);
        }
      }),
    );
  });
});
