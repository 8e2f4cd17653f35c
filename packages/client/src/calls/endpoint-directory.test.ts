import { EndpointDirectory, type ReadMethods } from './endpoint-directory.js';

/** A directory that gets `answers` in turn, and repeats the last one. `undefined` stands for no answer. */
function directoryOver(...answers: (Awaited<ReturnType<ReadMethods>> | undefined)[]) {
  const asked: string[] = [];
  const clock = { now: 0 };
  const read: ReadMethods = (prefix) => {
    const answer = answers[Math.min(asked.push(prefix), answers.length) - 1];
    return answer ? Promise.resolve(answer) : Promise.reject(new Error('nobody there'));
  };
  return { asked, clock, directory: new EndpointDirectory(read, () => clock.now) };
}

describe('EndpointDirectory', () => {
  it('names the endpoint behind a method, whatever its kind', async () => {
    const { directory } = directoryOver({
      add: { name: 'v2.create', kind: 'endpoint', takesInput: true },
      page: { name: 'page', kind: 'rest', takesInput: false },
      local: { name: 'local-status', kind: 'instance', takesInput: true },
    });
    expect(await directory.find('shop', 'add')).toEqual({ name: 'v2.create', isRest: false, takesInput: true });
    expect(await directory.find('shop', 'page')).toEqual({ name: 'page', isRest: true, takesInput: false });
    expect(await directory.find('shop', 'local')).toEqual({ name: 'local-status', isRest: false, takesInput: true });
  });

  it.each(['list', 'toString', '__proto__'])(
    'uses %s itself as the name if the extension does not list it',
    async (member) => {
      expect(await directoryOver({}).directory.find('shop', member)).toEqual({ name: member });
    },
  );

  it('asks once for each extension, however many ask at once', async () => {
    const { asked, directory } = directoryOver({});
    await Promise.all(['a', 'b', 'c'].map((member) => directory.find('shop', member)));
    await directory.find('shop', 'd');
    await directory.find('stock', 'a');
    expect(asked).toEqual(['shop', 'stock']);
  });

  it('asks again once it was told to forget', async () => {
    const { directory } = directoryOver(
      { add: { name: 'add', kind: 'endpoint', takesInput: true } },
      { add: { name: 'create', kind: 'endpoint', takesInput: true } },
    );
    expect((await directory.find('shop', 'add')).name).toBe('add');
    directory.forget('shop');
    expect((await directory.find('shop', 'add')).name).toBe('create');
  });

  it('uses the method names for half a minute if nobody answers', async () => {
    const { asked, clock, directory } = directoryOver(undefined, {
      add: { name: 'create', kind: 'endpoint', takesInput: true },
    });
    expect((await directory.find('shop', 'add')).name).toBe('add');
    clock.now = 30_000;
    expect((await directory.find('shop', 'add')).name).toBe('add');
    expect(asked).toHaveLength(1);
    clock.now = 30_001;
    expect((await directory.find('shop', 'add')).name).toBe('create');
  });
});
