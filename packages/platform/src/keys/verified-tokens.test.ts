import { formatToken } from '@symphony-ts/contract';
import type { ApiKey } from './api-key.js';
import { hashSecret } from './token-secret.js';
import { VerifiedTokens } from './verified-tokens.js';

const token = (secret: string, keyId = 'K1') => formatToken({ host: 'localhost', keyId, secret });
const record = (more: Partial<ApiKey> = {}): ApiKey => ({
  id: 'K1',
  name: 'one',
  kind: 'client',
  hash: hashSecret('right'),
  nkey: 'U',
  created: '2026-01-01T00:00:00.000Z',
  ...more,
});

/** Keys, of which the first is `K1`, and the number of lookups. */
function tokensOf(first: ApiKey | undefined) {
  const kept = { key: first };
  return { kept, tokens: new VerifiedTokens((id) => (id === 'K1' ? kept.key : undefined)) };
}

describe('VerifiedTokens', () => {
  it('verifies a token once for each record of its key', () => {
    const { kept, tokens } = tokensOf(record());
    const first = tokens.authenticate(token('right'), 0);
    expect(tokens.authenticate(token('right'), 0)).toBe(first);
    kept.key = record({ name: 'renamed' });
    expect(tokens.authenticate(token('right'), 0).key.name).toBe('renamed');
  });

  it.each<[string, ApiKey | undefined]>([
    ['revoked', record({ revoked: '2026-01-02T00:00:00.000Z' })],
    ['removed', undefined],
    ['given another secret', record({ hash: hashSecret('other') })],
  ])('refuses a token it knew once its key was %s', (_what, after) => {
    const { kept, tokens } = tokensOf(record());
    tokens.authenticate(token('right'), 0);
    kept.key = after;
    expect(() => tokens.authenticate(token('right'), 0)).toThrow(
      expect.objectContaining({ code: 'AUTHENTICATION_FAILED' }),
    );
  });

  it('refuses a token it knew once its key has expired', () => {
    const { tokens } = tokensOf(record({ expires: '2026-01-02T00:00:00.000Z' }));
    const end = Date.parse('2026-01-02T00:00:00.000Z');
    expect(tokens.authenticate(token('right'), end - 1).key.id).toBe('K1');
    expect(() => tokens.authenticate(token('right'), end)).toThrow('expired');
  });

  it('remembers no token that was wrong', () => {
    const { kept, tokens } = tokensOf(record());
    expect(() => tokens.authenticate(token('wrong'), 0)).toThrow('no such API key');
    kept.key = record({ hash: hashSecret('wrong') });
    expect(tokens.authenticate(token('wrong'), 0).key).toBe(kept.key);
    expect(() => tokens.authenticate(token('right'), 0)).toThrow('no such API key');
  });
});
