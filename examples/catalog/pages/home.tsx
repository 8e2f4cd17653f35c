import { SymphonyContext } from '@symphony';
import { useCallback, useContext, useEffect, useState } from 'react';

interface Item {
  readonly id: string;
  readonly name: string;
}

/** The part of the page's connection that this page uses. */
interface Connection {
  request(subject: string, payload: string, options: { timeout: number }): Promise<{ json(): unknown }>;
}

/** Asks the extension itself, over the connection the page was given. */
async function listItems(nc: Connection): Promise<readonly Item[]> {
  const reply = await nc.request('cirata.extensions.catalog.list', '', { timeout: 5_000 });
  return reply.json() as Item[];
}

export default function CatalogPage() {
  const { nc, setTitle } = useContext(SymphonyContext);
  const [items, setItems] = useState<readonly Item[]>([]);
  const [problem, setProblem] = useState<string>();

  const refresh = useCallback(() => {
    if (!nc) return;
    setProblem(undefined);
    listItems(nc).then(setItems, (error: Error) => setProblem(error.message));
  }, [nc]);

  useEffect(() => setTitle({ '/': 'Home', '/catalog': 'Catalog' }), [setTitle]);
  useEffect(refresh, [refresh]);

  return (
    <section>
      <h1>Catalog</h1>
      <button onClick={refresh}>Refresh</button>
      {problem && <p role="alert">The catalog does not answer: {problem}</p>}
      {items.length === 0 && !problem && <p>Nothing in it yet.</p>}
      <ul>
        {items.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
    </section>
  );
}
