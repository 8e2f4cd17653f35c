import { endpointSubject } from '@symphony-ts/contract';
import { knownSubject } from './known-subjects.js';

describe('knownSubject', () => {
  it.each([
    ['orders', 'add'],
    ['orders', 'add'],
    ['stock', 'add'],
    ['orders', 'remove'],
    ['orders', 'constructor'],
    ['orders', 'x'.repeat(5_000)],
  ])('is the subject of %s, %s', (prefix, endpoint) => {
    expect(knownSubject(prefix, endpoint)).toBe(endpointSubject(prefix, endpoint));
  });

  it('goes on after more endpoints than it remembers', () => {
    for (let index = 0; index < 10_001; index += 1) knownSubject('many', `endpoint${index}`);
    expect(knownSubject('many', 'endpoint0')).toBe(endpointSubject('many', 'endpoint0'));
    expect(knownSubject('many', 'endpoint10000')).toBe(endpointSubject('many', 'endpoint10000'));
  });
});
