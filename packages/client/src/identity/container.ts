import { existsSync, readFileSync } from 'node:fs';
import { type Environment, readVariable } from './environment.js';

/** The signs of a container, visible from inside. */
export interface ContainerSigns {
  readonly env: Environment;
  readonly exists: (path: string) => boolean;
  /** Text of a file, or `undefined` if it cannot be read. */
  readonly read: (path: string) => string | undefined;
}

const realSigns = (env: Environment): ContainerSigns => ({
  env,
  exists: existsSync,
  read: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined; // no such file: not Linux, or not readable, so no sign either way
    }
  },
});

/** The kind of container that this process runs in, or `undefined` outside of one. */
export function detectContainer(env: Environment, signs: ContainerSigns = realSigns(env)): string | undefined {
  if (readVariable(signs.env, 'KUBERNETES_SERVICE_HOST')) return 'Kubernetes';
  if (signs.exists('/.dockerenv')) return 'Docker';
  if (signs.exists('/run/.containerenv')) return 'Podman';
  const cgroup = signs.read('/proc/1/cgroup') ?? '';
  if (/kubepods/.test(cgroup)) return 'Kubernetes';
  return /docker|containerd|libpod|lxc/.test(cgroup) ? 'a container' : undefined;
}
