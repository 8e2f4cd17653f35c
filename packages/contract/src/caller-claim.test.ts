import { type CallerProof, claimText, holderText, parseCallerProof } from './caller-claim.js';

describe('parseCallerProof', () => {
  it.each<[string, CallerProof]>([
    ['claim.sig', { claim: 'claim', signature: 'sig' }],
    ['a-_Z9.b-_Z9', { claim: 'a-_Z9', signature: 'b-_Z9' }],
    ['c.s.1700000000.h', { claim: 'c', signature: 's', holder: { until: 1_700_000_000, signature: 'h' } }],
    ['c.s.0.h', { claim: 'c', signature: 's', holder: { until: 0, signature: 'h' } }],
    [`c.${'s'.repeat(2_046)}`, { claim: 'c', signature: 's'.repeat(2_046) }],
  ])('takes %s apart', (text, proof) => {
    expect(parseCallerProof(text)).toEqual(proof);
  });

  it.each([
    ['nothing', ''],
    ['one part', 'claim'],
    ['an empty claim', '.sig'],
    ['an empty signature', 'claim.'],
    ['a claim that is not base64url', 'cl+aim.sig'],
    ['a signature that is not base64url', 'claim.s/g'],
    ['a space in front', ' claim.sig'],
    ['a line behind', 'claim.sig\n'],
    ['no signature of the holder', 'c.s.1700000000'],
    ['an empty signature of the holder', 'c.s.1700000000.'],
    ['a signature of the holder that is not base64url', 'c.s.1700000000.h='],
    ['no time', 'c.s..h'],
    ['a time that is no number', 'c.s.soon.h'],
    ['a time below zero', 'c.s.-1.h'],
    ['a time that is too long', 'c.s.1234567890123.h'],
    ['a fifth part', 'c.s.1.h.x'],
    ['an empty fifth part', 'c.s.1.h.'],
    ['a text that is too long', `c.${'s'.repeat(2_047)}`],
  ])('takes no proof from %s', (_what, text) => {
    expect(parseCallerProof(text)).toBeUndefined();
  });
});

// The signed bytes are part of the contract. If a byte changes, all signatures become invalid.
it('signs these texts', () => {
  expect(claimText('c')).toBe('symphony caller claim v1\nc');
  expect(holderText('c.s', 'catalog', 17)).toBe('symphony caller proof v1\nc.s\ncatalog\n17');
});
