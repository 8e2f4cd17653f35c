import type { Manifest, RegistrationReply } from '@symphony-ts/contract';
import type { Registrar } from './registration.js';

/**
 * The manifest of a running extension. Changes and registrations go one after the other, so that the platform ends up
 * with the last of them.
 */
export class LiveManifest {
  readonly #registrar: Registrar;
  #manifest: Manifest;
  #last: Promise<unknown> = Promise.resolve();
  #isHeld = false;

  constructor(manifest: Manifest, registrar: Registrar) {
    this.#manifest = manifest;
    this.#registrar = registrar;
  }

  get current(): Manifest {
    return this.#manifest;
  }

  /** Keeps changes here until `register` is called: what is registered now belongs to a version that runs. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Registers as it is. */
  register(): Promise<unknown> {
    this.#isHeld = false;
    return this.update((manifest) => manifest);
  }

  /** Changes the manifest and registers it. A change the platform refuses is taken back. */
  update(change: (manifest: Manifest) => Manifest): Promise<RegistrationReply | undefined> {
    const turn = this.#last.then(async () => {
      const changed = change(this.#manifest);
      const reply = this.#isHeld ? undefined : await this.#registrar.register(changed);
      this.#manifest = changed;
      return reply;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
