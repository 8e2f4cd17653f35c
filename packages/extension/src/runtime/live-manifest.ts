import type { Manifest, MaybePromise } from '@symphony-ts/contract';
import type { BegunStart, Registrar } from './registration.js';

/**
 * The manifest of a running extension. Changes and registrations go one after the other, so that the platform ends up
 * with the last of them.
 */
export class LiveManifest {
  readonly #registrar: Registrar;
  #manifest: Manifest;
  #last: Promise<void> = Promise.resolve();
  #start: BegunStart | undefined;
  #isRegistered = false;

  constructor(manifest: Manifest, registrar: Registrar) {
    this.#manifest = manifest;
    this.#registrar = registrar;
  }

  get current(): Manifest {
    return this.#manifest;
  }

  /**
   * Announces the start. Changes wait here until `register` is called, because the present registration belongs to a version
   * that runs.
   */
  async begin(): Promise<void> {
    this.#start = await this.#registrar.begin(this.#manifest);
  }

  /** Withdraws the announcement. */
  async withdraw(): Promise<void> {
    await this.#start?.withdraw();
  }

  /** Registers the manifest in its present state. */
  async register(): Promise<void> {
    await this.#change((manifest) => manifest);
    this.#isRegistered = true;
  }

  /** Changes the manifest and registers it. A change the platform refuses is taken back. */
  update(change: (manifest: Manifest) => Manifest): Promise<void> {
    if (this.#isRegistered) return this.#change(change);
    return this.#inTurn(() => {
      this.#manifest = change(this.#manifest);
    });
  }

  #change(change: (manifest: Manifest) => Manifest): Promise<void> {
    return this.#inTurn(async () => {
      const changed = change(this.#manifest);
      await this.#registrar.register(changed);
      this.#manifest = changed;
    });
  }

  #inTurn(work: () => MaybePromise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
