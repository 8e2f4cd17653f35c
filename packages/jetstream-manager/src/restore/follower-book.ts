import type { Manager } from '../manager/manager.js';
import { readStreamInfo } from '../streams/exact-stream-info.js';

/** The settings that name the streams from which a stream copies. */
export interface Origins {
  readonly name: string;
  readonly mirror?: unknown;
  readonly sources?: unknown;
}

/**
 * Knows which streams of an account copy from which others. It reads the list once for any number of restored streams.
 */
export class FollowerBook {
  readonly #manager: Manager;
  #names: Promise<Map<string, Set<string>>> | undefined;

  constructor(manager: Manager) {
    this.#manager = manager;
  }

  /** The names of the streams that mirror `stream` or have it as a source, without `stream` itself. */
  async of(stream: string): Promise<readonly string[]> {
    this.#names ??= this.#read();
    const names = (await this.#names).get(stream) ?? new Set();
    return [...names].filter((name) => name !== stream).sort();
  }

  /** Records a stream that was created after the list was read. */
  async note(config: Origins): Promise<void> {
    if (this.#names !== undefined) add(await this.#names, config);
  }

  async #read(): Promise<Map<string, Set<string>>> {
    const { streams, unreadable } = await this.#manager.streams.list();
    const names = new Map<string, Set<string>>();
    for (const { config } of streams) add(names, config);
    for (const name of unreadable.keys()) {
      const info = await readStreamInfo(this.#manager.context, name).catch(() => undefined);
      if (info !== undefined) add(names, info.config);
    }
    return names;
  }
}

function add(names: Map<string, Set<string>>, config: Origins): void {
  for (const origin of originsOf(config)) {
    names.set(origin, (names.get(origin) ?? new Set()).add(config.name));
  }
}

/** The names of the streams of this account from which a stream copies. */
function originsOf({ mirror, sources }: Origins): readonly string[] {
  const all = [mirror, ...(Array.isArray(sources) ? (sources as unknown[]) : [])];
  return all.flatMap((each) => {
    const { name, external } = (each ?? {}) as { readonly name?: unknown; readonly external?: unknown };
    return typeof name === 'string' && !external ? [name] : [];
  });
}
