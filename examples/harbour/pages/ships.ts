import { SymphonyContext } from '@symphony';
import { useCallback, useContext, useEffect, useState } from 'react';

const TIMEOUT_MS = 5_000;

export interface Ship {
  readonly name: string;
  readonly tons: number;
}

/** The parts of the page's context that the pages of the harbour use. */
interface Symphony {
  readonly nc?: { request(subject: string, payload: string, options: { timeout: number }): Promise<Reply> };
  readonly kv: (bucket: string) => {
    keys(): Promise<string[]>;
    watch(filter?: string, options?: { signal: AbortSignal }): AsyncIterable<Change>;
  };
}
interface Reply {
  readonly headers?: { get(name: string): string };
}
interface Change {
  readonly key: string;
  readonly value?: Ship;
}

/** Calls the endpoint that moors a ship. */
export function useMooring(): (ship: Ship) => Promise<void> {
  const { nc } = useContext(SymphonyContext) as Symphony;
  return useCallback(
    async (ship) => {
      if (!nc) throw new Error('the page is not connected');
      const reply = await nc.request('cirata.extensions.harbour.moor', JSON.stringify(ship), { timeout: TIMEOUT_MS });
      const problem = reply.headers?.get('Nats-Service-Error');
      if (problem) throw new Error(problem);
    },
    [nc],
  );
}

/** The ships in the bucket, sorted by name. The list follows each change, because the page watches the bucket. */
export function useShips(): { readonly ships: readonly Ship[] | undefined; readonly problem: string | undefined } {
  const { kv } = useContext(SymphonyContext) as Symphony;
  const [ships, setShips] = useState<readonly Ship[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const stop = new AbortController();
    const seen = new Map<string, Ship>();
    const bucket = kv('harbour_ships');
    const watch = async () => {
      if ((await bucket.keys()).length === 0) setShips([]);
      for await (const { key, value } of bucket.watch('>', { signal: stop.signal })) {
        if (value) seen.set(key, value);
        else seen.delete(key);
        setShips([...seen.values()].toSorted((left, right) => left.name.localeCompare(right.name)));
      }
    };
    watch().catch((error: Error) => !stop.signal.aborted && setProblem(error.message));
    return () => stop.abort();
  }, [kv]);
  return { ships: problem === undefined ? ships : undefined, problem };
}
