import type { KeyCapabilities } from '@symphony-ts/contract';
import { type UserProfile, userPermissions } from './user-permissions.js';

const capabilities: KeyCapabilities = {
  pub: { allow: ['cirata.extensions.stock.take', 'extensions.orders.created'] },
  sub: { allow: ['extensions.stock.empty'] },
};
const profile = (kind: UserProfile['kind']): UserProfile => ({
  kind,
  instanceId: 'ID',
  capabilities,
  ...(kind === 'extension' ? { prefix: 'orders' } : {}),
});

describe('userPermissions', () => {
  it('lets an extension use its account and, beyond, what it was granted', () => {
    expect(userPermissions(profile('extension'))).toEqual({
      pub: {
        allow: [
          '$JS.ACK.>',
          '$JS.API.CONSUMER.>',
          '$JS.API.DIRECT.GET.>',
          '$JS.API.INFO',
          '$JS.API.STREAM.*',
          '$JS.API.STREAM.*.*',
          '$JS.API.STREAM.MSG.*.*',
          '$JS.FC.>',
          '$KV.>',
          '$O.>',
          '$SRV.>',
          '$SYS.REQ.USER.INFO',
          '_INBOX.>',
          '_R_.>',
          'cirata.extensions.orders.>',
          'cirata.extensions.stock.$abandoned',
          'cirata.extensions.stock.take',
          'cirata.services.>',
          'extensions.orders.created',
        ],
      },
      sub: {
        allow: ['$SRV.>', '_INBOX.ID.>', 'cirata.extensions.orders.>', 'cirata.symphony.>', 'extensions.stock.empty'],
      },
    });
  });

  it('says nothing twice', () => {
    const declared = ['cirata.extensions.orders.a', 'cirata.extensions.orders.*.b', 'cirata.extensions.stock.take'];
    const granted = { pub: { allow: declared }, sub: { allow: [...declared, 'cirata.symphony.enforcement'] } };
    const { pub, sub } = userPermissions({ ...profile('extension'), capabilities: granted });
    expect(pub?.allow?.filter((subject) => subject.startsWith('cirata.extensions.'))).toEqual([
      'cirata.extensions.orders.>',
      'cirata.extensions.stock.$abandoned',
      'cirata.extensions.stock.take',
    ]);
    expect(sub?.allow).toEqual([
      '$SRV.>',
      '_INBOX.ID.>',
      'cirata.extensions.orders.>',
      'cirata.extensions.stock.take',
      'cirata.symphony.>',
    ]);
  });

  it('lets a client do what it was granted', () => {
    expect(userPermissions(profile('client'))).toMatchObject({
      pub: { allow: ['$SYS.REQ.USER.INFO', 'cirata.extensions.stock.$abandoned', ...capabilities.pub.allow] },
      sub: { allow: ['_INBOX.ID.>', 'cirata.symphony.>', 'extensions.stock.empty'] },
    });
  });

  it('lets no client announce or answer anything, whatever it was granted', () => {
    const everything = { pub: { allow: ['>'] }, sub: { allow: ['>'] } };
    const { pub, sub } = userPermissions({ ...profile('client'), capabilities: everything });
    expect(pub?.deny).toEqual(expect.arrayContaining(['extensions.>', 'events.>', 'cirata.symphony.>']));
    expect(sub?.deny).toEqual(expect.arrayContaining(['cirata.extensions.>', 'cirata.services.>']));
  });

  it.each<UserProfile['kind']>(['extension', 'client', 'registration'])(
    'never gives %s an empty list, its neighbour’s inbox or a right to answer anywhere',
    (kind) => {
      const none = { pub: { allow: [] }, sub: { allow: [] } };
      const permissions = userPermissions({ ...profile(kind), capabilities: none });
      expect(permissions.pub?.allow).not.toEqual([]);
      expect(permissions.sub?.allow).not.toEqual([]);
      expect(permissions.sub?.allow?.filter((subject) => subject.startsWith('_'))).toEqual(['_INBOX.ID.>']);
      expect(permissions).not.toHaveProperty('resp');
    },
  );
});

describe('userPermissions of a registration token', () => {
  it('reach one service, and its own inbox', () => {
    const { pub, sub } = userPermissions({ kind: 'registration', instanceId: 'ID', capabilities });
    expect(sub?.allow).toEqual(['_INBOX.ID.>']);
    expect(pub?.allow).not.toContain('cirata.extensions.stock.$abandoned');
  });
});

describe('userPermissions of an extension without a prefix', () => {
  it('name no extension as its own', () => {
    const none = { pub: { allow: [] }, sub: { allow: [] } };
    const { pub, sub } = userPermissions({ kind: 'extension', instanceId: 'ID', capabilities: none });
    expect(pub?.allow?.filter((subject) => subject.startsWith('cirata.extensions'))).toEqual([]);
    expect(sub?.allow).toEqual(['$SRV.>', '_INBOX.ID.>', 'cirata.symphony.>']);
    expect([pub, sub]).toEqual([expect.not.objectContaining({ deny: [] }), expect.not.objectContaining({ deny: [] })]);
  });
});
