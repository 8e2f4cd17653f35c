import { SymphonyContext } from '@symphony';
import { useCallback, useContext, useEffect, useState } from 'react';

const TIMEOUT_MS = 5_000;

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly notes?: string;
}

/** The part of the page's connection that the catalog's pages use. */
interface Connection {
  request(subject: string, payload: string, options: { timeout: number }): Promise<Reply>;
  subscribe(subject: string, options: { callback: () => void }): { unsubscribe(): void };
}

interface Reply {
  readonly headers?: { get(name: string): string };
  json(): unknown;
}

/** Calls the extension itself over the page's connection. */
async function ask(nc: Connection, endpoint: string, input: unknown): Promise<unknown> {
  const payload = input === undefined ? '' : JSON.stringify(input);
  const reply = await nc.request(`cirata.extensions.catalog.${endpoint}`, payload, { timeout: TIMEOUT_MS });
  const problem = reply.headers?.get('Nats-Service-Error');
  if (problem) throw new Error(problem);
  return reply.json();
}

export interface Items {
  /** Sorted by name; `undefined` until the catalog has answered once. */
  readonly items: readonly Item[] | undefined;
  readonly problem: string | undefined;
  readonly refresh: () => void;
  /** Adds an item, or overwrites the item with this id. */
  readonly save: (item: Partial<Item>) => Promise<void>;
}

/** The items of the catalog. The list also follows changes by others. */
export function useItems(): Items {
  const { nc } = useContext(SymphonyContext) as { nc: Connection | undefined };
  const [items, setItems] = useState<readonly Item[]>();
  const [problem, setProblem] = useState<string>();

  const refresh = useCallback(() => {
    if (!nc) return;
    ask(nc, 'list', undefined).then(
      (list) => {
        setItems((list as Item[]).toSorted((a, b) => a.name.localeCompare(b.name)));
        setProblem(undefined);
      },
      (error: Error) => setProblem(error.message),
    );
  }, [nc]);

  useEffect(refresh, [refresh]);
  useEffect(() => {
    const subscription = nc?.subscribe('extensions.catalog.added', { callback: refresh });
    return () => subscription?.unsubscribe();
  }, [nc, refresh]);

  const save = useCallback(
    async (item: Partial<Item>) => {
      if (!nc) throw new Error('the page is not connected');
      await ask(nc, 'add', item);
      refresh();
    },
    [nc, refresh],
  );

  return { items, problem, refresh, save };
}
