import type * as z from 'zod';
import { KeyCapabilities, keyCapabilities } from './capabilities.js';
import { DiscoveryReply, DiscoveryRequest, ServiceAnswer } from './discovery.js';
import { EnforcementPayload, UsageReply, UsageReport } from './enforcement.js';
import { ErrorReply, RetryDetails } from './error-reply.js';
import { CredentialExchange, ProvisionReply, ProvisionRequest } from './exchange.js';
import { PeerMessage } from './peer-message.js';
import { RestEnvelope } from './rest-envelope.js';
import { StatusEntry } from './status.js';
import { StorageChange, StorageListReply, StorageRequest, StorageWatchReply } from './storage-service.js';

const nothing = { pub: { allow: [] }, sub: { allow: [] } };
const ok = { status: 'enforcement_ok', message: '', disabled_extensions: [], grace_extensions: [] };
const time = '2030-01-01T00:00:00Z';
const credentials = { id: 'K', name: 'k', kind: 'client', instanceId: 'K', jwt: 'j', seed: 's', servers: ['nats://a'] };
const status = {
  prefix: 'orders',
  instanceId: 'I',
  name: 'Orders',
  version: '1',
  status: 'ok',
  started: time,
  timestamp: time,
};
const service = { name: 'orders', id: 'I', version: '1.0.0' };

describe('what comes over the wire', () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ['capabilities, empty where they are absent', KeyCapabilities, {}, nothing],
    ['an enforcement state, which is fine where it says nothing', EnforcementPayload, {}, ok],
    ['an enforcement state of a later version', EnforcementPayload, { status: 'new' }, ok],
    ['an answer to a usage report', UsageReply, {}, { result: 'ok', units: 0, enforcement: ok }],
    ['a discovery', DiscoveryReply, { services: [] }, { services: [], dropped: [], incomplete: [] }],
    ['a service with fields of its own', ServiceAnswer, { ...service, type: 'x' }, { ...service, type: 'x' }],
    [
      'credentials',
      CredentialExchange,
      { ...credentials, capabilities: {} },
      { ...credentials, capabilities: nothing },
    ],
    [
      'a request for a key, the first attempt',
      ProvisionRequest,
      { prefix: 'orders', name: 'n', capabilities: {} },
      { prefix: 'orders', name: 'n', capabilities: nothing, attempt: 0 },
    ],
    [
      'an envelope of HTTP',
      RestEnvelope,
      { method: 'GET', url: '/a?b=1&b=2', queryParams: { b: ['1', '2'] } },
      { method: 'GET', url: '/a?b=1&b=2', pathParams: {}, queryParams: { b: ['1', '2'] }, headers: {} },
    ],
    [
      'buckets without descriptions',
      StorageListReply,
      { buckets: [{ prefix: 'o', name: 'b' }] },
      { buckets: [{ prefix: 'o', name: 'b', description: '' }] },
    ],
    [
      'a removal',
      StorageChange,
      { key: 'a', revision: 2, created: time, operation: 'delete' },
      { key: 'a', revision: 2, created: time, operation: 'delete' },
    ],
    [
      'no changes',
      StorageWatchReply,
      { changes: [], revision: 7, isMore: false },
      { changes: [], revision: 7, isMore: false },
    ],
    ['a status', StatusEntry, status, status],
    ['a word between instances', PeerMessage, { from: 'I', kind: 'ask' }, { from: 'I', kind: 'ask' }],
    ['an error', ErrorReply, { error: 'no', more: 1 }, { error: 'no' }],
  ])('may be %s', (_what, schema, given, expected) => {
    expect(schema.parse(given)).toEqual(expected);
  });

  it.each<[string, z.ZodType, unknown]>([
    ['a list of capabilities that is no list', KeyCapabilities, { pub: { allow: '>' } }],
    ['a subject that is too long', KeyCapabilities, { pub: { allow: ['x'.repeat(257)] } }],
    ['more capabilities than are granted', KeyCapabilities, { pub: { allow: Array<string>(1_001).fill('a') } }],
    ['negative usage', UsageReport, { prefix: 'o', dimensions: { gb: -1 } }],
    ['usage without a name', UsageReport, { prefix: 'o', dimensions: { '': 1 } }],
    ['a report whose id has spaces', UsageReport, { prefix: 'o', dimensions: {}, id: 'a b' }],
    ['a discovery of a name that is too long', DiscoveryRequest, { prefix: 'x'.repeat(201) }],
    ['a service whose name has dots', ServiceAnswer, { ...service, name: 'a.b' }],
    ['a service without an id', ServiceAnswer, { ...service, id: '' }],
    ['credentials without servers', CredentialExchange, { ...credentials, servers: [], capabilities: {} }],
    ['credentials of a kind that nobody knows', CredentialExchange, { ...credentials, kind: 'king', capabilities: {} }],
    ['a key without a name to read', ProvisionRequest, { prefix: 'o', name: ' ', capabilities: {} }],
    [
      'a request id that can be guessed',
      ProvisionRequest,
      { prefix: 'o', name: 'n', capabilities: {}, requestId: 'short' },
    ],
    ['an attempt before the first', ProvisionRequest, { prefix: 'o', name: 'n', capabilities: {}, attempt: -1 }],
    ['a key that lapses at no time', ProvisionReply, { id: 'K', token: 't', activateBefore: 'soon' }],
    ['a wait that is too long', StorageRequest, { waitMs: 20_001 }],
    ['a revision below 0', StorageRequest, { revision: -1 }],
    ['a key that is too long', StorageRequest, { key: 'x'.repeat(1_025) }],
    ['a state that nobody knows', StatusEntry, { ...status, status: 'great' }],
    ['a message with line breaks in a name', StatusEntry, { ...status, name: 'a\nb' }],
    ['a word that instances do not say', PeerMessage, { from: 'I', kind: 'shout' }],
    ['a time to wait that is negative', RetryDetails, { retryAfterMs: -1 }],
  ])('is not %s', (_what, schema, given) => {
    expect(schema.safeParse(given).success).toBe(false);
  });
});

describe(keyCapabilities, () => {
  it('gives the subjects with their roots, sorted, each once', () => {
    const declared = (['orders.place', 'orders.place', 'catalog.list'] as const).map((name) => ({
      type: 'pub' as const,
      subject: `extensions.${name}`,
      description: '',
    }));
    const { pub, sub } = keyCapabilities([...declared, { type: 'sub', subject: 'events.catalog.>', description: '' }]);
    expect(pub.allow).toEqual([...new Set(pub.allow)].toSorted());
    expect(pub.allow).toEqual(
      expect.arrayContaining(['cirata.extensions.catalog.list', 'cirata.extensions.orders.place']),
    );
    expect(sub.allow).toContain('events.catalog.>');
    expect(keyCapabilities([])).toEqual(nothing);
  });
});
