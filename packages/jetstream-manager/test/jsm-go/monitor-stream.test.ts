/** What `monitor/stream_test.go` of jsm.go asserts, on information that is at hand. */
import { withStreamMetadata } from '../../src/checks/check-stream.js';
import { checkStreamInfo, type StreamCheckOptions } from '../../src/index.js';
import { type Findings, findingsOf, type StreamParts, streamInfo } from '../support/check-inputs.js';

const second = 1e9;
const check = (parts: StreamParts, options: StreamCheckOptions) =>
  findingsOf((report) => checkStreamInfo(streamInfo(parts), options, report));
const nothing: Required<Findings> = { criticals: [], warnings: [], oks: [] };
const monitor = (entries: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(entries).map(([key, value]) => [`io.nats.monitor.${key}`, value]));

describe('TestExtractStreamHealthCheckOptions', () => {
  it.each<[string, Readonly<Record<string, string>>, StreamCheckOptions]>([
    ['has no threshold without metadata', {}, {}],
    ['reads the lag of sources', { 'lag-critical': '42' }, { lagCritical: 42 }],
    ['reads the activity of sources, not of peers', { 'seen-critical': '1s' }, { seenCritical: 1 }],
    ['reads the activity of peers, not of sources', { 'peer-seen-critical': '2s' }, { peerSeenCritical: 2 }],
    ['reads the number of sources', { 'min-sources': '2', 'max-sources': '5' }, { minSources: 2, maxSources: 5 }],
    [
      'reads expected peers and their lag',
      { 'peer-expect': '3', 'peer-lag-critical': '100' },
      { peersExpected: 3, peerLagCritical: 100 },
    ],
    [
      'reads bounds of messages',
      { 'msgs-warn': '500', 'msgs-critical': '200' },
      { messagesWarning: 500, messagesCritical: 200 },
    ],
    [
      'reads bounds of subjects',
      { 'subjects-warn': '100', 'subjects-critical': '200' },
      { subjectsWarning: 100, subjectsCritical: 200 },
    ],
    ['ignores other keys', { 'unknown-key': 'whatever' }, {}],
    ['takes 0 as no threshold', { 'msgs-critical': '0', 'lag-critical': '0', 'seen-critical': '0' }, {}],
    ['takes a negative number as no threshold', { 'min-sources': '-1', 'peer-seen-critical': '-5s' }, {}],
    ['reads the units of the nats CLI', { 'seen-critical': '1D' }, { seenCritical: 86_400 }],
  ])('%s', (_, entries, expected) => {
    expect({ ...withStreamMetadata({}, monitor(entries)) }).toEqual(expected);
  });

  it.each([
    ['lag-critical', 'not-a-number'],
    ['lag-critical', '-1'],
    ['seen-critical', 'soon'],
    ['peer-seen-critical', '1000y'],
    ['min-sources', '1.5'],
  ])('refuses %s: %s', (key, text) => {
    expect(() => withStreamMetadata({}, monitor({ [key]: text }))).toThrow('INVALID_ARGUMENT');
  });

  it('switches off an option that 0 replaces', () => {
    const options = withStreamMetadata({ messagesCritical: 10 }, monitor({ 'msgs-critical': '0' }));
    expect(check({ messages: 5 }, options)).toEqual(nothing);
  });
});

describe('TestStream_checkSources', () => {
  const two = (state: { lag?: number; active?: number }) => ({ sources: [state, state] });
  it.each<[string, StreamParts, StreamCheckOptions, Findings]>([
    ['no source of one to two', {}, { minSources: 1, maxSources: 2 }, { criticals: ['0 sources'] }],
    ['one of two to three', { sources: [{}] }, { minSources: 2, maxSources: 3 }, { criticals: ['1 sources'] }],
    ['two of at most one', two({}), { maxSources: 1 }, { criticals: ['2 sources'] }],
    ['two of two to three', two({}), { minSources: 2, maxSources: 3 }, { oks: ['2 sources'] }],
    ['a lag that reaches the bound', two({ lag: 100 }), { lagCritical: 100 }, { criticals: ['2 sources are lagged'] }],
    [
      'sources not seen in time',
      two({ active: second }),
      { seenCritical: 0.001 },
      { criticals: ['2 sources are inactive'] },
    ],
    [
      'sources that are well',
      two({ lag: 100, active: second / 10 }),
      { lagCritical: 500, seenCritical: 1, minSources: 2, maxSources: 10 },
      { oks: ['2 sources', '2 sources current', '2 sources active'] },
    ],
  ])('finds %s', (_, parts, options, found) => {
    expect(check(parts, options)).toMatchObject({ criticals: [], ...found });
  });
});

describe('TestStream_checkMessages', () => {
  it.each<[string, number, StreamCheckOptions, Findings]>([
    ['nothing without thresholds', 1000, {}, {}],
    ['critical at the bound', 1000, { messagesCritical: 1000 }, { criticals: ['1000 messages'] }],
    ['critical below it', 999, { messagesCritical: 1000 }, { criticals: ['999 messages'] }],
    ['a warning at the bound', 1000, { messagesWarning: 1000 }, { warnings: ['1000 messages'] }],
    ['a warning below it', 999, { messagesWarning: 1000 }, { warnings: ['999 messages'] }],
    ['enough messages', 1000, { messagesWarning: 500, messagesCritical: 200 }, { oks: ['1000 messages'] }],
    ['a warning between both', 400, { messagesWarning: 500, messagesCritical: 200 }, { warnings: ['400 messages'] }],
    ['critical with a smaller warning', 6, { messagesWarning: 5, messagesCritical: 10 }, { criticals: ['6 messages'] }],
    ['never too many', 50, { messagesWarning: 5, messagesCritical: 10 }, { oks: ['50 messages'] }],
  ])('finds %s', (_, messages, options, found) => {
    expect(check({ messages }, options)).toEqual({ ...nothing, ...found });
  });
});

describe('TestStream_checkSubjects', () => {
  const rising = { subjectsWarning: 200, subjectsCritical: 300 };
  const falling = { subjectsWarning: 300, subjectsCritical: 200 };
  it.each<[string, number, StreamCheckOptions, Findings]>([
    ['nothing without thresholds', 100, {}, {}],
    ['few subjects well, where many are bad', 100, rising, { oks: ['100 subjects'] }],
    ['critical above both', 400, rising, { criticals: ['400 subjects'] }],
    ['a warning between both', 250, rising, { warnings: ['250 subjects'] }],
    ['critical below both, where few are bad', 100, falling, { criticals: ['100 subjects'] }],
    ['a warning between both, where few are bad', 250, falling, { warnings: ['250 subjects'] }],
    ['many subjects well, where few are bad', 400, falling, { oks: ['400 subjects'] }],
    ['few subjects with a warning alone', 5, { subjectsWarning: 10 }, { warnings: ['5 subjects'] }],
    ['many subjects with a critical bound alone', 50, { subjectsCritical: 10 }, { criticals: ['50 subjects'] }],
    ['few subjects with equal bounds', 5, { subjectsWarning: 9, subjectsCritical: 9 }, { criticals: ['5 subjects'] }],
  ])('finds %s', (_, subjects, options, found) => {
    expect(check({ subjects }, options)).toEqual({ ...nothing, ...found });
  });
});

describe('TestStream_checkMirror', () => {
  const mirror = (state: { lag?: number; active?: number }): StreamParts => ({ isMirror: true, mirror: state });
  it.each<[string, StreamParts, StreamCheckOptions, readonly (string | RegExp)[]]>([
    ['nothing without thresholds', {}, {}, []],
    ['a mirror without state', { isMirror: true }, { lagCritical: 1, seenCritical: 1 }, [/no state/]],
    ['a lag that reaches the bound', mirror({ lag: 100 }), { lagCritical: 100 }, ['Mirror Lag 100']],
    ['a lag above it', mirror({ lag: 200 }), { lagCritical: 100 }, ['Mirror Lag 200']],
    ['an origin not seen for the bound', mirror({ active: second / 1000 }), { seenCritical: 0.001 }, [/Mirror Seen/]],
    ['an origin not seen for longer', mirror({ active: second }), { seenCritical: 0.001 }, [/Mirror Seen 1/]],
    ['a mirror that is well', mirror({ lag: 100, active: 1e6 }), { lagCritical: 200, seenCritical: 1 }, []],
    ['a stream that is not a mirror', {}, { lagCritical: 1 }, ['not mirrored']],
    ['no mirror in a stream with sources', { isMirror: true, sources: [{}] }, { lagCritical: 1 }, []],
  ])('finds %s', (_, parts, options, criticals) => {
    const found = check(parts, options).criticals;
    expect(found).toHaveLength(criticals.length);
    for (const [index, text] of criticals.entries()) expect(found[index]).toMatch(text);
  });
});

describe('TestStream_checkCluster', () => {
  const peers = (...replicas: NonNullable<StreamParts['peers']>): StreamParts => ({
    replicas: 3,
    leader: 'L',
    peers: replicas,
  });
  const well = { lag: 10, active: second };
  it.each<[string, StreamParts, StreamCheckOptions, Findings]>([
    ['nothing without thresholds', {}, {}, {}],
    ['a stream without cluster', {}, { peersExpected: 3 }, { criticals: ['Stream is not clustered'] }],
    [
      'too few peers',
      { replicas: 2, leader: 'L', peers: [{}] },
      { peersExpected: 3 },
      { criticals: ['Expected 3 replicas got 2'] },
    ],
    ['no leader', { replicas: 3, peers: [{}, {}, {}] }, { peersExpected: 3 }, { criticals: ['No leader'] }],
    ['all peers', peers({}, {}), { peersExpected: 3 }, { criticals: [], oks: ['3 peers'] }],
    ['a lagged peer', peers({ lag: 1000 }, well), { peerLagCritical: 100 }, { criticals: ['1 replicas lagged'] }],
    [
      'an inactive peer',
      peers(well, { active: 3600 * second }),
      { peerSeenCritical: 60 },
      { criticals: ['1 replicas inactive'] },
    ],
    ['an offline peer', peers({ offline: true }, well), {}, { criticals: ['1 replicas offline'] }],
    [
      'replicas that are well',
      peers(well, well),
      { peersExpected: 3, peerLagCritical: 20, peerSeenCritical: 60 },
      { criticals: [], oks: ['3 peers', 'replicas are current', 'replicas are active'] },
    ],
  ])('finds %s', (_, parts, options, found) => {
    expect(check(parts, options)).toMatchObject(found);
  });
});
