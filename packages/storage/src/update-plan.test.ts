import type { StreamConfig } from '@nats-io/jetstream';
import type { BucketDeclaration, BucketTraits } from './bucket-declaration.js';
import { buildStreamConfig } from './stream-config.js';
import { checkShrink, planUpdate } from './update-plan.js';

const declare = (more: Omit<BucketDeclaration, 'name'> = {}, traits: BucketTraits = {}) =>
  buildStreamConfig({ name: 'b', ...more }, traits);
/** A configuration as the server reports it. */
const existing = (more: Omit<BucketDeclaration, 'name'> = {}, traits: BucketTraits = {}) =>
  declare(more, traits) as StreamConfig;

describe('buildStreamConfig', () => {
  it('reads 0 and absent as no expiry, one revision, no limit', () => {
    const zero = declare({ ttl: 0, history: 0, maxBytes: 0 });
    expect(zero).toEqual(declare());
    expect(zero).toMatchObject({
      max_age: 0,
      max_msgs_per_subject: 1,
      max_bytes: -1,
      discard: 'old',
      allow_direct: true,
    });
  });

  it('counts ttl in seconds, and keeps the duplicate window within it', () => {
    expect(declare({ ttl: 300 })).toMatchObject({ max_age: 300e9, duplicate_window: 120e9 });
    expect(declare({ ttl: 30 })).toMatchObject({ max_age: 30e9, duplicate_window: 30e9 });
  });

  it.each([
    { ttl: -1 },
    { ttl: 0.05 },
    { ttl: Number.NaN },
    { ttl: Number.POSITIVE_INFINITY },
    { history: 65 },
    { history: 1.5 },
    { maxBytes: -1 },
  ])('refuses %p', (declaration) => {
    expect(() => declare(declaration)).toThrow(expect.objectContaining({ code: 'INVALID_BUCKET' }));
  });

  it.each(['', 'a b', 'a.b', 'ü'])("refuses the name '%s'", (name) => {
    expect(() => buildStreamConfig({ name }, {})).toThrow(expect.objectContaining({ code: 'INVALID_BUCKET' }));
  });
});

describe('checkShrink', () => {
  it.each([
    [{}, { ttl: 60 }, ['ttl none to 60 s']],
    [{ ttl: 300 }, { ttl: 60 }, ['ttl 300 s to 60 s']],
    [{ history: 5 }, {}, ['history 5 to 1']],
    [{}, { maxBytes: 1000 }, ['size none to 1000']],
    [{ maxBytes: 2000 }, { maxBytes: 1000 }, ['size 2000 to 1000']],
    [{ ttl: 60, history: 2 }, { ttl: 30 }, ['ttl 60 s to 30 s', 'history 2 to 1']],
    [{ ttl: 60, history: 2, maxBytes: 9 }, { history: 3 }, []],
  ])('from %p to %p says %p', (now, wanted, changes) => {
    expect(checkShrink(existing(now), declare(wanted))).toEqual(changes);
  });
});

describe('planUpdate', () => {
  it('finds nothing to do for the same declaration, whatever the server leaves out', () => {
    const { description, deny_purge, ...reported } = existing();
    expect([description, deny_purge]).toEqual(['', false]);
    expect(planUpdate(reported as StreamConfig, declare(), {})).toBeUndefined();
  });

  it('raises replicas and never lowers them', () => {
    expect(planUpdate(existing({}, { replicas: 1 }), declare({}, { replicas: 3 }), { replicas: 3 })).toMatchObject({
      num_replicas: 3,
    });
    expect(planUpdate(existing({}, { replicas: 3 }), declare(), {})).toBeUndefined();
  });

  it('leaves alone what the declaration does not speak of', () => {
    const now = { ...existing({}, { storage: 'memory', maxValueBytes: 10 }), placement: { cluster: 'c', tags: [] } };
    expect(planUpdate(now, declare(), {})).toBeUndefined();
    expect(planUpdate(now, declare({ description: 'new' }), {})).toEqual({ ...now, description: 'new' });
  });

  it('takes over a republish and a size of values where they are asked for', () => {
    const traits = { republish: { destination: 'status.>' }, maxValueBytes: 100, allowPurge: false };
    expect(planUpdate(existing(), declare({}, traits), traits)).toMatchObject({
      republish: { src: '$KV.b.>', dest: 'status.>' },
      max_msg_size: 100,
      allow_rollup_hdrs: false,
      deny_purge: true,
    });
    expect(planUpdate(existing({}, traits), declare({}, traits), traits)).toBeUndefined();
  });

  it('turns a bucket that refuses writes when full into one that discards the oldest', () => {
    const now = { ...existing(), discard: 'new' as const };
    expect(planUpdate(now, declare(), {})).toMatchObject({ discard: 'old' });
  });
});
