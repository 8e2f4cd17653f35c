import { describe, expect, it } from '@jest/globals';
import type { KeySummary } from '@symphony-ts/platform';
import { keyStatus } from './key-status.js';

const now = Date.parse('2026-06-01T00:00:00Z');
const key = (part: Partial<KeySummary>): KeySummary => ({
  id: 'k',
  name: 'k',
  kind: 'client',
  created: '2026-01-01T00:00:00Z',
  ...part,
});

describe('keyStatus', () => {
  it.each([
    [{}, 'Active', true],
    [{ expires: '2026-06-15T00:00:01Z' }, 'Active', true],
    [{ expires: '2026-06-14T23:59:59Z' }, 'Expires soon', true],
    [{ expires: '2026-06-01T00:00:00Z' }, 'Expired', false],
    [{ activateBefore: '2026-05-31T00:00:00Z' }, 'Never used', false],
    [{ activateBefore: '2026-06-02T00:00:00Z' }, 'Active', true],
    [{ revoked: '2026-05-01T00:00:00Z', expires: '2027-01-01T00:00:00Z' }, 'Revoked', false],
  ] as const)('of %j is %s', (part, words, isLive) => {
    expect(keyStatus(key(part), now)).toMatchObject({ words, isLive });
  });
});
