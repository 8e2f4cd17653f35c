import { formatIssues, formatProblem } from './error-entry.js';
import { SymphonyError } from './symphony-error.js';

describe('what an error says', () => {
  const issues = [
    { path: 'items.0', message: 'too short' },
    { path: '', message: 'wrong' },
  ];
  const problem = { where: 'Catalog.add', text: 'it is static', fix: 'make it an instance method' };
  const address = 'nats://a:4222';

  it.each<[SymphonyError, string]>([
    [
      new SymphonyError('NO_TOKEN', { looked: ['SYMPHONY_TOKEN', '--token'] }),
      'no token found; looked in SYMPHONY_TOKEN, --token',
    ],
    [new SymphonyError('AUTHENTICATION_FAILED', { address, reason: 'no' }), `${address} refused the token: no`],
    [
      new SymphonyError('AUTHENTICATION_FAILED', { address, reason: 'no', login: 'the nkey' }),
      `${address} refused the nkey: no`,
    ],
    [new SymphonyError('TIMEOUT', { subject: 's', timeoutMs: 5 }), 'no answer from s within 5 ms'],
    [
      new SymphonyError('TIMEOUT', { subject: 's', timeoutMs: 5, reason: 'the server stopped' }),
      'no answer from s within 5 ms: the server stopped',
    ],
    [
      new SymphonyError('DISCONNECTED', { what: 's', isSent: true }),
      'the connection to NATS broke before s answered; the request may have been handled',
    ],
    [
      new SymphonyError('DISCONNECTED', { what: 's', isSent: false }),
      'there is no connection to NATS, so nothing was sent to s',
    ],
    [
      new SymphonyError('VULNERABLE_SERVER', {
        address,
        version: '2.9.0',
        holes: ['A', 'B'],
        releases: ['2.9.10', '2.10.2'],
      }),
      `nats-server 2.9.0 at ${address} does not keep accounts apart: A, B; fixed in 2.9.10 and 2.10.2`,
    ],
    [new SymphonyError('INVALID_INPUT', { subject: 's', issues }), 's: items.0: too short, wrong'],
    [
      new SymphonyError('INVALID_CAPABILITIES', {
        problems: [
          { subject: 'a.b', reason: 'reserved' },
          { subject: 'c', reason: 'short' },
        ],
      }),
      'these capabilities cannot be granted: a.b (reserved), c (short)',
    ],
    [
      new SymphonyError('SERVICE_NOT_FOUND', { name: 'x', known: ['info', 'keys'] }),
      "the platform has no service 'x'; it has info, keys",
    ],
    [
      new SymphonyError('METHOD_NOT_ALLOWED', { method: 'PUT', path: '/a', allow: ['GET', 'POST'] }),
      '/a does not accept PUT, only GET, POST',
    ],
    [
      new SymphonyError('PAYLOAD_TOO_LARGE', { bytes: 9, maxBytes: 8 }),
      'a message of 9 bytes exceeds the limit of 8 (max_payload of the NATS server)',
    ],
    [
      new SymphonyError('PAYLOAD_TOO_LARGE', { bytes: 9, maxBytes: 8, limit: 'maxBytes' }),
      'a message of 9 bytes exceeds the limit of 8 (maxBytes)',
    ],
    [new SymphonyError('UNKNOWN_COMMAND', { command: 'go', known: ['a', 'b'] }), "unknown command 'go'; known: a, b"],
    [new SymphonyError('UNKNOWN_COMMAND', { command: 'go', known: [] }), "unknown command 'go'; known: none"],
    [
      new SymphonyError('BUCKET_WOULD_SHRINK', { bucket: 'b', changes: ['ttl', 'size'] }),
      "bucket 'b' would lose data: ttl, size",
    ],
    [
      new SymphonyError('REVISION_CONFLICT', { bucket: 'b', key: 'k', expected: 3, actual: 4 }),
      "key 'k' of bucket 'b' is at revision 4, not 3",
    ],
    [
      new SymphonyError('REVISION_CONFLICT', { bucket: 'b', key: 'k', expected: 3, actual: undefined }),
      "key 'k' of bucket 'b' is at revision none, not 3",
    ],
    [
      new SymphonyError('INVALID_MODULE', { problems: [problem] }),
      '1 problem:\n  - Catalog.add: it is static; make it an instance method',
    ],
    [
      new SymphonyError('INVALID_MODULE', { problems: [problem, { where: 'A', text: 'b', fix: 'c' }] }),
      '2 problems:\n  - Catalog.add: it is static; make it an instance method\n  - A: b; c',
    ],
  ])('%s', (error, text) => {
    expect(error.text).toBe(text);
  });

  it.each<[SymphonyError, string]>([
    [
      new SymphonyError('AUTHENTICATION_FAILED', { address, reason: 'no' }),
      'check that the API key exists, is not revoked and has not expired',
    ],
    [
      new SymphonyError('AUTHENTICATION_FAILED', { address, reason: 'no', login: 'the nkey' }),
      'check what this NATS server expects: a user and password, token, nkey or credentials',
    ],
    [
      new SymphonyError('CONNECTION_FAILED', { address, reason: 'no' }),
      'check that the address is right and reachable from here; SYMPHONY_ADDRESS overrides the one in the token',
    ],
    [
      new SymphonyError('CONNECTION_FAILED', { address, reason: 'no', isPlainNats: true }),
      'check that the NATS server runs, and that its address is right and reachable from here',
    ],
    [
      new SymphonyError('CONNECTION_FAILED', { address, reason: 'no', remedy: 'ask the identity provider' }),
      'ask the identity provider',
    ],
    [
      new SymphonyError('TIMEOUT', { subject: 's', timeoutMs: 5 }),
      'retry if the call may be repeated, or set a longer timeoutMs',
    ],
    [
      new SymphonyError('TIMEOUT', { subject: 's', timeoutMs: 5, reason: 'it stopped' }),
      'read the log of the server and correct the cause before you retry; the server may have done the request already',
    ],
  ])('and what to do about it: %s', (error, remedy) => {
    expect(error.remedy).toBe(remedy);
    expect(error.message.endsWith(`; ${remedy}`)).toBe(true);
  });

  it('joins issues and problems into one line', () => {
    expect(formatIssues([])).toBe('');
    expect(formatIssues(issues)).toBe('items.0: too short, wrong');
    expect(formatProblem(problem)).toBe('Catalog.add: it is static; make it an instance method');
  });
});
