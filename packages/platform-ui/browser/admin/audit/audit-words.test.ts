import { describe, expect, it } from '@jest/globals';
import { auditDetails } from './audit-words.js';

const linesOf = (details: Record<string, unknown>): string[] =>
  auditDetails({ at: '2026-01-01T00:00:00Z', actor: 'ada', action: 'role.change', target: 'clerk', details });

describe('auditDetails', () => {
  it.each([
    ['the name, which the sentence says', { name: 'clerk' }, []],
    [
      'a word, a number and a truth',
      { unit: 'retail', quota: 40_000, open: false },
      ['unit: retail', 'quota: 40000', 'open: false'],
    ],
    ['a list', { groups: ['shop', 'stock'] }, ['groups: shop, stock']],
    [
      'what is empty',
      { description: '', groups: [], pending: {}, end: null },
      ['description: none', 'groups: none', 'pending: none', 'end: none'],
    ],
    [
      'what is inside',
      { capabilities: { pub: { allow: ['a.>', 'b'] }, sub: { allow: [] } } },
      ['capabilities.pub.allow: a.>, b', 'capabilities.sub.allow: none'],
    ],
    ['a list of more than words', { rules: [{ unit: 'retail' }] }, ['rules: {"unit":"retail"}']],
  ])('tells %s', (_what, details, lines) => {
    expect(linesOf(details)).toEqual(lines);
  });

  it('leaves out what a new key does not have', () => {
    const entry = { at: '2026-01-01T00:00:00Z', actor: 'ada', target: 'k', details: { kind: 'client', notes: '' } };
    expect(auditDetails({ ...entry, action: 'key.create' })).toEqual(['kind: client']);
    expect(auditDetails({ ...entry, action: 'key.change' })).toEqual(['kind: client', 'notes: none']);
  });
});
