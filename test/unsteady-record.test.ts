import { compareRuns } from '../scripts/testing/unsteady-record.mjs';

describe('compareRuns', () => {
  it.each([
    ['a first time is noted', [], { steady: ['a'], unsteady: ['b'] }, ['b'], []],
    ['a second time in a row is told', ['b'], { steady: ['a'], unsteady: ['b'] }, ['b'], ['b']],
    ['a steady run clears it', ['b'], { steady: ['a', 'b'], unsteady: [] }, [], []],
    ['a run without the file changes nothing', ['b'], { steady: ['a'], unsteady: [] }, ['b'], []],
    ['each file counts for itself', ['a'], { steady: ['a'], unsteady: ['b'] }, ['b'], []],
  ])('%s', (_title, before, outcome, next, again) => {
    expect(compareRuns(before, outcome)).toEqual({ next, again });
  });
});
