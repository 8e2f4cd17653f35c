import { firstPageBelow } from './admin-sections.js';

describe('firstPageBelow', () => {
  it.each([
    ['/settings', true, '/settings/extensions'],
    ['/inspector', true, '/inspector/buckets'],
    ['/settings', false, '/settings/extensions'],
    ['/inspector', false, undefined],
    ['/settings/keys', true, undefined],
    ['/set', true, undefined],
  ])('%s for a person who may do everything, or nothing (%j)', (path, isAdministrator, expected) => {
    expect(firstPageBelow(path, () => isAdministrator)).toBe(expected);
  });
});
