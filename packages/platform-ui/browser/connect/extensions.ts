import type { ShellExtension, ShellExtensions } from '../../src/wire/shell-extension.js';
import { uiPaths } from '../../src/wire/ui-paths.js';
import { api } from '../data/api.js';
import { createStore, type Store } from '../data/store.js';
import type { PersonConnection } from './person-connection.js';

/** The extensions of now, or why they are not known. */
export interface ExtensionsState {
  readonly list: readonly ShellExtension[] | undefined;
  readonly error: Error | undefined;
}

const BROADCAST = 'cirata.symphony.registry';

/** The extensions that the person may see, kept current by the platform's announcements. */
export class LiveExtensions {
  readonly state: Store<ExtensionsState> = createStore<ExtensionsState>({ list: undefined, error: undefined });
  readonly #stops: (() => void)[] = [];
  #wanted = 0;
  #loading: Promise<void> | undefined;
  #isStale = false;

  /** Loads them, and again at each announcement and after each break of the connection. */
  static follow(connection: PersonConnection): LiveExtensions {
    const live = new LiveExtensions();
    const heard = connection.subscribe(BROADCAST, {
      callback: (_error, message) => {
        const { revision } = message.json<{ readonly revision?: number }>();
        live.#wanted = Math.max(live.#wanted, revision ?? 0);
        void live.load();
      },
    });
    live.#stops.push(
      () => heard.unsubscribe(),
      connection.onReconnect(() => void live.load()),
    );
    void live.load();
    return live;
  }

  /** Loads them. Announcements that come meanwhile are one more turn, not one each. */
  async load(): Promise<void> {
    if (this.#loading) {
      this.#isStale = true;
      return this.#loading;
    }
    this.#loading = this.#run();
    await this.#loading;
    this.#loading = undefined;
    if (!this.#isStale) return;
    this.#isStale = false;
    await this.load();
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  async #run(): Promise<void> {
    try {
      const { extensions } = await api<ShellExtensions>(`${uiPaths.extensions}?min=${this.#wanted}`);
      this.state.set({ list: keepSame(this.state.get().list ?? [], extensions), error: undefined });
    } catch (error) {
      this.state.set({ list: this.state.get().list, error: error as Error });
    }
  }
}

/** An extension that has not changed stays the same object, and so nothing of it is drawn again. */
function keepSame(before: readonly ShellExtension[], now: readonly ShellExtension[]): readonly ShellExtension[] {
  const known = new Map(before.map((extension) => [extension.prefix, extension]));
  const list = now.map((extension) => {
    const old = known.get(extension.prefix);
    return old && JSON.stringify(old) === JSON.stringify(extension) ? old : extension;
  });
  const isSame = list.length === before.length && list.every((extension, index) => extension === before[index]);
  return isSame ? before : list;
}
