import { endpointMetadata, readMethods } from './methods.js';

const { member, kind, input } = endpointMetadata;
const at = (subject: string, metadata?: Readonly<Record<string, string>>) => ({ subject, metadata });

describe('readMethods', () => {
  it.each([
    [
      'an endpoint',
      at('cirata.extensions.shop.create', { [member]: 'add' }),
      { name: 'create', kind: 'endpoint', takesInput: true },
    ],
    [
      'one without parameters',
      at('cirata.extensions.shop.add', { [member]: 'add', [input]: 'none' }),
      { name: 'add', kind: 'endpoint', takesInput: false },
    ],
    [
      'one of a group',
      at('cirata.extensions.shop.v2.add', { [member]: 'add' }),
      { name: 'v2.add', kind: 'endpoint', takesInput: true },
    ],
    [
      'an HTTP operation',
      at('cirata.extensions.shop.add', { [member]: 'add', [kind]: 'rest' }),
      { name: 'add', kind: 'rest', takesInput: true },
    ],
    [
      'an instance handler',
      at('cirata.extensions.shop.instance.*.local-add', { [member]: 'add' }),
      { name: 'local-add', kind: 'instance', takesInput: true },
    ],
  ])('reads %s', (_what, endpoint, expected) => {
    expect(readMethods('shop', [endpoint])).toEqual({ add: expected });
  });

  it.each([
    ['without a method', [at('cirata.extensions.shop.add', { other: 'x' }), at('cirata.extensions.shop.list')]],
    ['of another extension', [at('cirata.extensions.shopping.add', { [member]: 'add' })]],
    [
      'whose methods share a name',
      [1, 2, 3].map((index) => at(`cirata.extensions.shop.add${index}`, { [member]: 'add' })),
    ],
  ])('leaves out endpoints %s', (_what, endpoints) => {
    expect(readMethods('shop', endpoints)).toEqual({});
  });
});
