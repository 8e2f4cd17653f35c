import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

/** A page that compares and sets, reads the history, and draws every received change. */
const page = (bucket: string): string => `
import { SymphonyContext } from '@symphony';
import { useContext, useEffect, useState } from 'react';

export default function Page() {
  const { kv } = useContext(SymphonyContext);
  const [changes, setChanges] = useState([]);
  const [result, setResult] = useState('');
  useEffect(() => {
    const end = new AbortController();
    const follow = async () => {
      for await (const { operation, key, value } of kv('${bucket}').watch('n.*', { signal: end.signal }))
        setChanges((before) => [...before, [operation, key, value].join(' ')]);
    };
    follow().catch((error) => setResult(error.message));
    return () => end.abort();
  }, []);
  const write = async () => {
    const notes = kv('${bucket}');
    const first = await notes.put('n.a', 'one', { revision: 0 });
    const late = await notes.put('n.a', 'lost', { revision: 0 }).then(() => 'written', (error) => error.code);
    await notes.put('n.a', 'two', { revision: first });
    const kept = await notes.history('n.a');
    setResult([late, ...kept.map(({ value }) => value)].join(', '));
  };
  return (
    <main>
      <button onClick={write}>Write</button>
      <button onClick={() => kv('${bucket}').put('n.b', 'three')}>Tell</button>
      <p data-testid="result">{result}</p>
      <ul>{changes.map((change, index) => <li key={index}>{change}</li>)}</ul>
    </main>
  );
}
`;

describeInChromium('the buckets of a page', () => {
  let world: ShellWorld;
  const extensions: WireExtension[] = [];
  const kinds = ['trusted', 'framed'] as const;

  beforeAll(async () => {
    world = await ShellWorld.start({ trustedJsx: ['trusted'] });
    for (const prefix of kinds) {
      extensions.push(
        await WireExtension.start(world.platform, {
          prefix,
          buckets: [{ name: `${prefix}_notes`, max_history_per_key: 5 }],
          features: {
            resources: [{ uri: `ui://${prefix}/page`, mimeType: 'text/symphony-jsx', text: page(`${prefix}_notes`) }],
            routes: { [`/${prefix}`]: { uri: `ui://${prefix}/page` } },
          },
        }),
      );
    }
  });
  afterAll(async () => {
    for (const extension of extensions) await extension[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  it.each(kinds)('compare and set, keep a history, and tell of changes, in a page that is %s', async (prefix) => {
    const { page, wrongs } = await world.signedIn(`/${prefix}`);
    const place = prefix === 'framed' ? page.frameLocator('iframe') : page;
    await place.getByRole('button', { name: 'Write' }).click();
    await place.getByText('409, one, two').waitFor();
    await place.getByText(`put n.a two`).waitFor();
    // Somebody else writes, and the page receives the change.
    const other = await world.signedIn(`/${prefix}`);
    const there = prefix === 'framed' ? other.page.frameLocator('iframe') : other.page;
    await there.getByText('put n.a two').waitFor();
    await there.getByRole('button', { name: 'Tell' }).click();
    await place.getByText('put n.b three').waitFor();
    expect(wrongs).toEqual([]);
  });
});
