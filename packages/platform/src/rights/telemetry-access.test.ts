import * as fc from 'fast-check';
import { createRequestCheck, isTelemetrySubject, mayRequest, telemetryPermissions } from './telemetry-access.js';

const group = 'cirata.extensions.kitchen';
const collect = 'cirata.services.telemetry.collect';

describe('isTelemetrySubject', () => {
  it.each([
    [`${group}.logs`, true],
    [`${group}.instance.I1.traces`, true],
    [`${group}.own.metrics`, false],
    [`${group}.greet`, false],
    [`${group}.*`, false],
    [`${group}.>`, false],
    ['cirata.symphony.logs', false],
  ])('of %s is %j', (subject, expected) => {
    expect(isTelemetrySubject(subject)).toBe(expected);
  });
});

describe('mayRequest', () => {
  it.each([
    [[`${group}.>`], `${group}.greet`, true],
    [[`${group}.>`], `${group}.logs`, false],
    [[`${group}.>`], `${group}.instance.I1.logs`, false],
    [[`${group}.logs`], `${group}.logs`, true],
    [[`${group}.logs`], `${group}.traces`, false],
    [[`${group}.logs`], `${group}.instance.I1.logs`, false],
    [['cirata.extensions.*.logs'], `${group}.logs`, true],
    [[collect], `${group}.instance.I1.logs`, true],
    [[collect], `${group}.greet`, false],
    [['cirata.services.>'], `${group}.logs`, true],
    [[], `${group}.logs`, false],
  ])('with %j, %s: %j', (patterns, subject, expected) => {
    expect(mayRequest(patterns, subject)).toBe(expected);
  });
});

describe('createRequestCheck', () => {
  const token = fc.constantFrom('cirata', 'extensions', 'services', 'kitchen', 'instance', 'I1', 'logs', 'traces', '*');
  const subject = fc
    .tuple(fc.array(token, { minLength: 1, maxLength: 6 }), fc.boolean())
    .map(([tokens, isOpen]) => [...tokens, ...(isOpen ? ['>'] : [])].join('.'));
  const likely = fc.oneof(subject, fc.constantFrom(collect, `${group}.>`, `${group}.logs`, `${group}.instance.*.logs`));

  it('tells of each subject what mayRequest tells', () => {
    fc.assert(
      fc.property(fc.array(likely, { maxLength: 6 }), fc.array(likely, { maxLength: 6 }), (patterns, subjects) => {
        const check = createRequestCheck(patterns);
        expect(subjects.map(check)).toEqual(subjects.map((asked) => mayRequest(patterns, asked)));
      }),
    );
  });
});

describe('telemetryPermissions', () => {
  const signals = ['metrics', 'logs', 'traces'];

  it.each([
    ['an endpoint', [`${group}.greet`], []],
    ['all of an extension', [`${group}.>`], signals.flatMap((s) => [`${group}.${s}`, `${group}.instance.*.${s}`])],
    ['its endpoints', [`${group}.*`], signals.map((s) => `${group}.${s}`)],
    ['one instance', [`${group}.instance.I1.*`], signals.map((s) => `${group}.instance.I1.${s}`)],
    ['all but one signal', [`${group}.*`, `${group}.logs`], [`${group}.metrics`, `${group}.traces`]],
    ['everything of that form', ['*.extensions.*.*'], signals.map((s) => `cirata.extensions.*.${s}`)],
    ['services', ['cirata.services.info', 'cirata.services.usage.>'], []],
    ['events', ['extensions.>'], []],
  ])('of %s denies what a wildcard reaches', (_what, patterns, deny) => {
    expect(telemetryPermissions(patterns)).toEqual({ allow: [], deny });
  });

  it('of a collector allows all of it', () => {
    const { allow, deny } = telemetryPermissions([collect, 'cirata.extensions.>']);
    expect(deny).toEqual([]);
    expect(allow).toEqual(signals.flatMap((s) => [`cirata.extensions.*.${s}`, `cirata.extensions.*.instance.*.${s}`]));
  });
});
