import { testExists } from '../parity/citations.js';
import { root } from '../project/workspace.js';
import { regressions } from './regressions.js';

const all = Object.values(regressions).flat();

describe('faults that somebody has met', () => {
  it('have a test that exists', () => {
    expect(all.filter(({ test }) => !testExists(root, test))).toEqual([]);
  });

  it('are told once, each with a title beside the file', () => {
    const faults = all.map(({ fault }) => fault);
    expect(new Set(faults).size).toBe(faults.length);
    expect(all.filter(({ test }) => !test.includes(' › '))).toEqual([]);
  });
});
