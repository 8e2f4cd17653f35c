import { readWireEndpoint, readWireNames, type WireNames, wireNames } from './wire-names.js';

const names: WireNames = { prefix: 'catalog', endpoints: { add: { name: 'items.add' } } };

describe('readWireNames', () => {
  it('asks the class, as its own method', () => {
    class Catalog {
      static readonly names = names;
      static [wireNames](): WireNames {
        return this.names;
      }
    }
    expect(readWireNames(Catalog)).toBe(names);
  });

  it.each<[string, object & { readonly name?: string }, string]>([
    ['a class without @Extension', class Plain {}, 'Plain'],
    ['an object without a name', {}, 'the class'],
    ['a member that is no function', Object.assign({ name: 'Odd' }, { [wireNames]: names }), 'Odd'],
  ])('refuses %s', (_what, cls, setting) => {
    const reason = 'has no @Extension; pass an extension class, a contract or a prefix';
    expect(() => readWireNames(cls)).toThrow(
      expect.objectContaining({ code: 'INVALID_CONFIGURATION', params: { setting, reason } }),
    );
  });
});

describe('readWireEndpoint', () => {
  it('finds the endpoint behind a method', () => {
    expect(readWireEndpoint(names, 'Catalog', 'add')).toEqual({ name: 'items.add' });
  });

  it.each(['remove', 'toString', 'constructor'])('refuses %s, which is none', (member) => {
    expect(() => readWireEndpoint(names, 'Catalog', member)).toThrow(
      expect.objectContaining({ code: 'NOT_AN_ENDPOINT', params: { member: `Catalog.${member}` } }),
    );
  });
});
