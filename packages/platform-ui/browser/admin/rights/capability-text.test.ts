import { describe, expect, it } from '@jest/globals';
import { capabilityText, readCapabilities, subjectLines } from './capability-text.js';

describe('subjectLines', () => {
  it.each([
    ['', []],
    ['  a.b \n\n c.> ', ['a.b', 'c.>']],
    ['a.b\na.b', ['a.b']],
  ])('of %j are %j', (text, lines) => {
    expect(subjectLines(text)).toEqual(lines);
  });
});

describe('readCapabilities', () => {
  it('gives back what capabilityText was given', () => {
    const given = { pub: { allow: ['a.b', 'c.>'] }, sub: { allow: ['d'] } };
    expect(readCapabilities(capabilityText(given))).toEqual(given);
  });
});
