import { capabilitySubjects, covers, endpointPath, isPrefix, isSafeReply, isSubjectPattern } from './subject.js';

describe('covers', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.*', 'a.b', true],
    ['a.*', 'a.b.c', false],
    ['a.>', 'a.b.c', true],
    ['a.>', 'a', false],
    ['>', 'a', true],
    ['*.b', 'a.b', true],
    ['a.b', 'a.*', false],
    ['a.*', 'a.*', true],
    ['a.*', 'a.>', false],
    ['a.>', 'a.*', true],
    ['a.>', 'a.>', true],
    ['a.b.c', 'a.b', false],
    ['a.*', 'a.', false],
    ['*', '', false],
  ])('%s over %s is %s', (pattern, subject, expected) => {
    expect(covers(pattern, subject)).toBe(expected);
  });
});

describe('endpointPath', () => {
  it.each([
    [{ name: 'add' }, 'add'],
    [{ name: 'add', group: undefined }, 'add'],
    [{ name: 'add', group: 'items' }, 'items.add'],
    [{ name: 'add', group: 'items.old' }, 'items.old.add'],
  ])('of %j is %s', (endpoint, path) => {
    expect(endpointPath(endpoint)).toBe(path);
  });
});

describe('capabilitySubjects', () => {
  it.each([
    ['extensions.catalog.add', ['cirata.extensions.catalog.add', 'extensions.catalog.add']],
    ['events.catalog', ['events.catalog']],
    ['services.storage.get', ['cirata.services.storage.get']],
  ])('%s stands for %j', (key, subjects) => {
    expect(capabilitySubjects(key)).toEqual(subjects);
  });
});

describe('isPrefix', () => {
  it.each([
    ['catalog', true],
    ['my_ext', true],
    ['Catalog', false],
    ['1st', false],
    ['', false],
    ['a.b', false],
    ['x'.repeat(49), false],
  ])('%s: %s', (text, expected) => {
    expect(isPrefix(text)).toBe(expected);
  });
});

describe('isSubjectPattern', () => {
  it.each([
    ['a.*.b', true],
    ['a.>', true],
    ['>.a', false],
    ['a..b', false],
    ['a b', false],
    ['', false],
  ])('%s: %s', (text, expected) => {
    expect(isSubjectPattern(text)).toBe(expected);
  });
});

describe('isSafeReply', () => {
  it.each([undefined, '', '_INBOX.x', '_INBOX.ID.abc', '_R_.x.y'])('is true for %j', (reply) => {
    expect(isSafeReply(reply)).toBe(true);
  });

  it.each(['$KV.orders.key', '$JS.API.STREAM.DELETE.KV_orders', '_INBOX', '_INBOXES.x', '_R_', 'x._INBOX.y'])(
    'is false for %j',
    (reply) => {
      expect(isSafeReply(reply)).toBe(false);
    },
  );
});
