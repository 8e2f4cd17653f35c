import { checkRole } from './role-capabilities.js';
import { userPermissions } from './user-permissions.js';

const sub = (...allow: string[]) => ({ pub: { allow: [] }, sub: { allow } });

describe('checkRole', () => {
  it.each([
    'cirata.services.>',
    'cirata.extensions.catalog.list',
    'extensions.>',
    'events.orders.>',
    'cirata.status.>',
  ])('lets a role give %s', (subject) => expect(checkRole(sub(subject))).toEqual([]));
  it.each([
    '>',
    '*.>',
    '*',
    '_INBOX.>',
    '_INBOX.a.>',
    '*.a.b',
    '_R_.>',
    '$SYS.>',
    '$JS.API.>',
    '$KV.>',
    'a b',
    '',
    'x..y',
    '>.a',
  ])('lets no role give %s', (subject) =>
    expect(checkRole(sub(subject))).toEqual([{ subject, reason: expect.any(String) }]),
  );
});

describe('userPermissions of a role that was stored with more', () => {
  it('leave out what reaches inboxes', () => {
    const capabilities = sub('>', '*.>', '_INBOX.>', '_INBOX.other.>', 'extensions.a.>');
    expect(userPermissions({ kind: 'client', instanceId: 'ID', capabilities }).sub?.allow).toEqual([
      '_INBOX.ID.>',
      'cirata.symphony.>',
      'extensions.a.>',
    ]);
  });
});
