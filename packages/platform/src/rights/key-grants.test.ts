import type { KeyCapabilities } from '@symphony-ts/contract';
import { grantWithin, ownCapabilities } from './key-grants.js';

const lists = (pub: string[], sub: string[] = []): KeyCapabilities => ({ pub: { allow: pub }, sub: { allow: sub } });
const nothing = lists([]);
const list = 'cirata.extensions.catalog.list';
const add = 'cirata.extensions.catalog.add';
const changed = 'extensions.catalog.changed';
/** The rights of the maker of the key. */
const limit = lists([list, 'cirata.services.info'], [changed]);

/** The problems with the request, or the granted rights. */
function ask(
  kind: 'extension' | 'client' | 'registration',
  capabilities: KeyCapabilities | undefined,
  { prefix, byDefault = nothing }: { prefix?: string; byDefault?: KeyCapabilities } = {},
): unknown {
  try {
    return grantWithin({ kind, prefix, capabilities }, limit, byDefault);
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_CAPABILITIES' });
    return Reflect.get(Object(error), 'params');
  }
}
const beyond = (...subjects: string[]) => ({
  problems: subjects.map((subject) => ({ subject, reason: 'it goes beyond what may be granted here' })),
});
const beyondOwn = (...subjects: string[]) => ({
  problems: subjects.map((subject) => ({ subject, reason: 'it goes beyond what you may do yourself' })),
});

describe(grantWithin, () => {
  it.each<[string, KeyCapabilities]>([
    ['nothing', nothing],
    ['all that its maker may', limit],
    ['a part of it', lists([list])],
    ['broadcasts of the platform, which are for everybody', lists([], ['cirata.symphony.enforcement'])],
  ])('grants a client %s', (_what, asked) => {
    expect(ask('client', asked)).toBe(asked);
  });

  it.each<[string, KeyCapabilities, unknown]>([
    ['a call that its maker may not make', lists([list, add]), beyond(add)],
    [
      'to listen where its maker may not',
      lists([], [changed, 'extensions.catalog.added']),
      beyond('extensions.catalog.added'),
    ],
    ['to listen where its maker may only send', lists([], ['cirata.services.info']), beyond('cirata.services.info')],
    ['to send where its maker may only listen', lists([changed]), beyond(changed)],
    ['more in both lists', lists([add], ['events.x.y']), beyond(add, 'events.x.y')],
    [
      'a wildcard over its one subject',
      lists(['cirata.extensions.catalog.*']),
      {
        problems: [
          {
            subject: 'cirata.extensions.catalog.*',
            reason: 'a wildcard may not reach into another extension; name its subject exactly',
          },
          ...beyond('cirata.extensions.catalog.*').problems,
        ],
      },
    ],
  ])('refuses a client %s', (_what, asked, params) => {
    expect(ask('client', asked)).toEqual(params);
  });

  it("grants an extension's key what is its own, whatever its maker may", () => {
    const own = lists(['cirata.extensions.orders.>', 'extensions.orders.created'], ['events.orders.>']);
    expect(ask('extension', own, { prefix: 'orders' })).toBe(own);
    expect(ask('extension', own, { prefix: 'stock' })).toMatchObject({ problems: expect.any(Array) });
  });

  it('grants where nothing is asked what of the default its maker may, or what is its own', () => {
    const byDefault = lists(
      [list, add, 'cirata.extensions.orders.place'],
      [changed, 'events.orders.done', 'events.x.y'],
    );
    expect(ask('client', undefined, { byDefault })).toEqual(lists([list], [changed]));
    expect(ask('extension', undefined, { byDefault, prefix: 'orders' })).toEqual(
      lists([list, 'cirata.extensions.orders.place'], [changed, 'events.orders.done']),
    );
  });

  it('lets a registration token hand on what its maker may, and nothing else', () => {
    expect(ask('registration', undefined, { byDefault: lists([add]) })).toBe(limit);
    const part = lists([list], [changed]);
    expect(ask('registration', part)).toBe(part);
    expect(ask('registration', lists([list, add], ['events.x.y']))).toEqual(beyondOwn(add, 'events.x.y'));
    // The token does not even list the extension's own rights or everybody's, because its keys get those anyway.
    const own = 'cirata.extensions.orders.place';
    expect(ask('registration', lists([own]), { prefix: 'orders' })).toEqual(beyondOwn(own));
  });
});

describe(ownCapabilities, () => {
  it('are the calls and the events of the extension', () => {
    const allow = [
      'cirata.extensions.orders',
      'cirata.extensions.orders.>',
      'extensions.orders',
      'extensions.orders.>',
      'events.orders',
      'events.orders.>',
    ];
    const { pub, sub } = ownCapabilities('orders');
    expect(pub).toEqual({ allow });
    expect(sub).toEqual(pub);
    expect(sub.allow).not.toBe(pub.allow);
  });

  it('are nothing without an extension', () => {
    expect(ownCapabilities(undefined)).toEqual(nothing);
  });
});
