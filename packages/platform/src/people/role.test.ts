import { type KeyCapabilities, limits } from '@symphony-ts/contract';
import { capabilitiesOf, Role, rolesOf } from './role.js';

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

describe('Role', () => {
  const groups = (count: number): string[] => Array.from({ length: count }, (_, index) => `group-${index}`);
  const text = (length: number): string => 'x'.repeat(length);

  it.each<[string, Partial<Role>, string[]]>([
    ['as much as there may be', { name: text(64), description: text(limits.description) }, []],
    ['as many groups as there may be', { groups: groups(limits.groups) }, []],
    ['a name that is too long', { name: text(65) }, ['name']],
    ['a name that leads elsewhere', { name: '../admin' }, ['name']],
    ['a description that is too long', { description: text(limits.description + 1) }, ['description']],
    ['too many groups', { groups: groups(limits.groups + 1) }, ['groups']],
    ['a group that is too long', { groups: [text(limits.name + 1)] }, ['groups.0']],
  ])('with %s', (_what, part, wrong) => {
    const { error } = Role.safeParse({ ...role('reader', [], ['a']), ...part });
    expect(error?.issues.map(({ path }) => path.join('.')) ?? []).toEqual(wrong);
  });
});
