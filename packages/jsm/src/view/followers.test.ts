import { type Follower, JetStreamManagerError, type RestoreResult } from '@symphony-ts/jetstream-manager';
import { formatFollowers, isFollowerOff } from './followers.js';

const restored = (follower: Partial<Follower>): RestoreResult => ({
  stream: 'ORDERS',
  bytes: 1,
  state: { messages: 10, bytes: 1, first_seq: 1, last_seq: 10, consumer_count: 0 },
  verifiedBy: 'manifest',
  resumedSources: [],
  followers: [{ stream: 'COPY', kind: 'source', lastSeq: 15, isAhead: false, ...follower }],
  elapsedMs: 1,
});

const failure = new JetStreamManagerError('TIMEOUT', 'no answer');

it.each<[string, Partial<Follower>, readonly RegExp[], boolean]>([
  ['a mirror', { kind: 'mirror' }, [], false],
  [
    'a mirror that is ahead',
    { kind: 'mirror', isAhead: true },
    [/^COPY mirrors ORDERS and has its messages up to 15, .* only up to 10; it will skip .* up to 15: delete it/],
    true,
  ],
  ['a source', { startSeq: 16 }, [/^COPY has ORDERS as a source and continues from sequence 16$/], false],
  ['a source that is ahead', { startSeq: 11, isAhead: true }, [/continues from sequence 11$/, /up to 15/], false],
  ['a source that cannot be told', { isAhead: true }, [/it will skip/], true],
  ['a source that was not told', { failure }, [/may copy all messages a second time: .*--timeout/], true],
])('%s of a restored stream is spoken of where it matters', (_, follower, lines, isOff) => {
  const result = restored(follower);
  expect(formatFollowers(result)).toEqual(lines.map((line) => expect.stringMatching(line)));
  expect(result.followers?.some(isFollowerOff)).toBe(isOff);
});
