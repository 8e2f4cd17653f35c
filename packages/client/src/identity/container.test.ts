import { type ContainerSigns, detectContainer } from './container.js';

const signs = (given: Partial<ContainerSigns>): ContainerSigns => ({
  env: {},
  exists: () => false,
  read: () => undefined,
  ...given,
});

describe('detectContainer', () => {
  it.each<[string | undefined, Partial<ContainerSigns>]>([
    ['Kubernetes', { env: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } }],
    ['Docker', { exists: (path) => path === '/.dockerenv' }],
    ['Podman', { exists: (path) => path === '/run/.containerenv' }],
    ['Kubernetes', { read: () => '0::/kubepods/besteffort/pod1' }],
    ['a container', { read: () => '12:pids:/docker/abc' }],
    [undefined, { read: () => '0::/init.scope' }],
    [undefined, {}],
  ])('says %s', (expected, given) => {
    expect(detectContainer({}, signs(given))).toBe(expected);
  });
});
