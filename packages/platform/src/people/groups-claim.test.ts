import { readGroups } from './groups-claim.js';

describe('readGroups', () => {
  it.each([
    ['groups', { groups: ['ops', 'dev'] }, ['ops', 'dev']],
    ['groups', { groups: [] }, []],
    ['groups', { groups: 'ops' }, ['ops']],
    ['realm_access.roles', { realm_access: { roles: ['ops'] } }, ['ops']],
    ['https://example.com/groups', { 'https://example.com/groups': ['ops'] }, ['ops']],
    ['a.b', { 'a.b': ['flat'], a: { b: ['nested'] } }, ['flat']],
  ])('%s of %j is %j, and there is nothing to remark', (name, claims, groups) => {
    expect(readGroups(claims, name)).toEqual({ groups });
  });

  it.each([
    ['groups', { groups: ['ops', 5, null] }, ['ops'], 'not text'],
    ['groups', { groups: 'dev ops' }, ['dev ops'], 'one group'],
    ['groups', { groups: { ops: true } }, [], 'not a list'],
    ['groups', { sub: 'u', roles: ['ops'] }, [], "no claim 'groups'; there are roles, sub"],
    ['a.constructor', { a: {} }, [], "no claim 'a.constructor'"],
    ['a.b', { a: null }, [], "no claim 'a.b'"],
  ])('%s of %j is %j, and the log says why', (name, claims, groups, remark) => {
    expect(readGroups(claims, name)).toEqual({ groups, remark: expect.stringContaining(remark) });
  });
});
