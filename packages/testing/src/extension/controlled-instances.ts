import type { InstanceSource } from '@symphony-ts/extension/internal';

/** The live instances of an extension, as the test sets them. */
export class ControlledInstances implements InstanceSource {
  #instances: readonly string[] = [];
  #changed: (instances: readonly string[]) => void = () => undefined;

  set(instances: readonly string[]): void {
    this.#instances = instances;
    this.#changed(instances);
  }

  watch(changed: (instances: readonly string[]) => void, signal: AbortSignal): Promise<void> {
    this.#changed = changed;
    changed(this.#instances);
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
}
