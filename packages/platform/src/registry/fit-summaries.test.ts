import type { ExtensionSummary, StatusEntry } from '@symphony-ts/contract';
import { fitSummaries } from './fit-summaries.js';

const time = '2026-01-01T00:00:00.000Z';
const instance = (at: number, message = ''): StatusEntry => ({
  prefix: 'a',
  instanceId: `I${at}`,
  name: 'A',
  version: '1.0.0',
  status: 'ok',
  message,
  started: time,
  timestamp: time,
});
const summary = (prefix: string, more: Partial<ExtensionSummary> = {}): ExtensionSummary => ({
  prefix,
  name: prefix,
  version: '1.0.0',
  description: '',
  status: 'ok',
  instances: [],
  registered: time,
  endpoints: [],
  methods: {},
  ...more,
});

describe('fitSummaries', () => {
  it('changes nothing where all of it fits', () => {
    const all = [summary('a', { instances: [instance(1, 'well')] }), summary('b')];
    expect(fitSummaries(all, 10_000)).toEqual(all);
  });

  it.each([
    [
      'instances with long messages',
      { instances: Array.from({ length: 1_000 }, (_, i) => instance(i, 'm'.repeat(1_000))) },
    ],
    ['a long description', { description: 'd'.repeat(1_000_000) }],
    ['many endpoints', { endpoints: Array.from({ length: 20_000 }, (_, i) => `endpoint${i}`) }],
  ])('shows one extension with %s shortened, and all others whole', (_, more) => {
    const others = Array.from({ length: 100 }, (_, i) => summary(`x${i}`, { instances: [instance(i, 'well')] }));
    const fitted = fitSummaries([summary('a', more), ...others], 200_000);
    expect(fitted.slice(1)).toEqual(others);
    expect(fitted[0]?.prefix).toBe('a');
    expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(200_000);
  });

  it('ends before the message is full', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => summary(`extension${i}`));
    const fitted = fitSummaries(many, 200_000);
    expect(fitted.length).toBeGreaterThan(500);
    expect(fitted).toEqual(many.slice(0, fitted.length));
    expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(200_000);
  });
});
