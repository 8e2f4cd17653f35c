import type { KeyCapabilities } from '@symphony-ts/contract';
import { effectiveCapabilities } from './effective-capabilities.js';
import { type RightsHolder, usersOf } from './rights-holder.js';

const lists = (pub: string[], sub: string[] = []): KeyCapabilities => ({ pub: { allow: pub }, sub: { allow: sub } });
const granted = lists(['cirata.extensions.catalog.list'], ['events.catalog.>']);
const listing = lists(['cirata.services.info', 'cirata.services.registry.list']);
const own = ['extensions.orders', 'extensions.orders.>', 'events.orders', 'events.orders.>'];

describe(effectiveCapabilities, () => {
  it.each<[string, RightsHolder, KeyCapabilities, KeyCapabilities]>([
    [
      'a registration token, which has one service, whatever it hands on',
      { kind: 'registration', capabilities: granted },
      lists(['cirata.services.keys.provision']),
      lists(['cirata.services.keys.provision']),
    ],
    ['a client with a grant', { kind: 'client', capabilities: granted }, granted, granted],
    [
      'a client without one',
      { kind: 'client' },
      listing,
      lists(['cirata.extensions.>', 'cirata.services.>'], ['extensions.>', 'events.>', 'cirata.status.>']),
    ],
    ['an extension with a grant', { kind: 'extension', prefix: 'orders', capabilities: granted }, granted, granted],
    [
      'an extension without one',
      { kind: 'extension', prefix: 'orders' },
      lists(own, own),
      lists(['cirata.extensions.>', 'cirata.services.telemetry.collect', ...own], ['extensions.>', 'events.>']),
    ],
    [
      'an extension without a name yet',
      { kind: 'extension' },
      lists([]),
      lists(['cirata.extensions.>', 'cirata.services.telemetry.collect'], ['extensions.>', 'events.>']),
    ],
  ])('of %s', (_what, key, usual, inDevelopment) => {
    expect(effectiveCapabilities(key, false)).toEqual(usual);
    expect(effectiveCapabilities(key, true)).toEqual(inDevelopment);
  });
});

describe(usersOf, () => {
  it.each([
    [{ nkey: 'UA' }, ['UA']],
    [{ nkey: 'UA', browsers: [] }, ['UA']],
    [{ nkey: 'UA', browsers: [{ nkey: 'UB' }, { nkey: 'UC' }] }, ['UA', 'UB', 'UC']],
  ])('of %j are %j', (key, users) => {
    expect(usersOf(key)).toEqual(users);
  });
});
