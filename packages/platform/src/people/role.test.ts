import type { KeyCapabilities } from '@symphony-ts/contract';
import { capabilitiesOf, type Role, rolesOf } from './role.js';

const capabilities = (...pub: string[]): KeyCapabilities => ({ pub: { allow: pub }, sub: { allow: [] } });
const role = (name: string, groups: string[], pub: string[]): Role => ({
  name,
  description: '',
  groups,
  capabilities: capabilities(...pub),
});
const roles = [role('reader', ['*'], ['b', 'a']), role('writer', ['staff'], ['c', 'a']), role('none', [], ['d'])];

describe('rolesOf', () => {
  it.each([
    [[], ['reader']],
    [['staff'], ['reader', 'writer']],
    [['Staff', '*'], ['reader']],
  ])('gives members of %j the roles %j', (groups, names) => {
    expect(rolesOf(roles, groups).map(({ name }) => name)).toEqual(names);
  });
});

describe('capabilitiesOf', () => {
  it('is the union, sorted', () => {
    expect(capabilitiesOf(rolesOf(roles, ['staff']))).toEqual(capabilities('a', 'b', 'c'));
    expect(capabilitiesOf([])).toEqual(capabilities());
  });
});
