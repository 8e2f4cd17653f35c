import type { ShellExtension, ShellExtensions } from '../../src/wire/shell-extension.js';
import { uiPaths } from '../../src/wire/ui-paths.js';
import { api } from '../data/api.js';
import { createStore, type Store } from '../data/store.js';
import type { PersonConnection } from './person-connection.js';

/** The current extensions, or why they are unknown. */
export interface ExtensionsState {
  readonly list: readonly ShellExtension[] | undefined;
  readonly error: Error | undefined;
}

const BROADCAST = 'cirata.symphony.registry';

/** The extensions that the person may see. The platform's announcements keep the list up to date. */
export class LiveExtensions {
  readonly state: Store<ExtensionsState> = createStore<ExtensionsState>({ list: undefined, error: undefined });
  readonly #stops: (() => void)[] = [];
  #wanted = 0;
  #loading: Promise<void> | undefined;
  #isStale = false;

  /** Loads them now, at each announcement, and after each reconnect. */
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

  /** Loads them. All announcements in the meantime together cause one more load. */
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

/** Keeps the object of an unchanged extension, so that nothing about it is drawn again. */
function keepSame(before: readonly ShellExtension[], now: readonly ShellExtension[]): readonly ShellExtension[] {
  const known = new Map(before.map((extension) => [extension.prefix, extension]));
  const list = now.map((extension) => {
    const old = known.get(extension.prefix);
    return old && JSON.stringify(old) === JSON.stringify(extension) ? old : extension;
  });
  const isSame = list.length === before.length && list.every((extension, index) => extension === before[index]);
  return isSame ? before : list;
}
