import { Endpoint, Extension, OnStart, OnStop, Subscribe } from '@symphony-ts/extension';
import { TestExtension } from './test-extension.js';

@Extension({ prefix: 'chatty', name: 'Chatty', version: '1.0.0' })
class Chatty {
  constructor() {
    console.debug('made');
  }

  @OnStart() begin(): void {
    console.info('begun');
  }

  @Endpoint() async say(text: unknown): Promise<unknown> {
    console.log('said %s', text);
    await new Promise((resolve) => setTimeout(resolve, 1));
    console.warn('later', { text });
    return text;
  }

  @Subscribe('extensions.chatty.failed') failed(): void {
    console.error('failed:', new TypeError('no text'));
  }

  @OnStop() end(): void {
    console.log('ended');
  }
}

const [printed, ...others] = (['log', 'debug', 'info', 'warn', 'error'] as const).map((method) =>
  jest.spyOn(console, method).mockImplementation(),
);
beforeEach(() => printed?.mockClear());
afterAll(() => [printed, ...others].forEach((spy) => spy?.mockRestore()));

const linesOf = ({ log }: TestExtension<Chatty>): unknown[] =>
  log.filter(({ fields }) => fields['source'] === 'console').map(({ level, message }) => [level, message]);

describe('captureConsole', () => {
  it('keeps what the extension writes, from its constructor to its end', async () => {
    const chatty = await TestExtension.create(Chatty, { captureConsole: true });
    await chatty.request('say', 'hello');
    await chatty.emit('extensions.chatty.failed');
    await chatty.stop();
    expect(linesOf(chatty)).toEqual([
      ['debug', 'made'],
      ['info', 'begun'],
      ['info', 'said hello'],
      ['warn', "later { text: 'hello' }"],
      ['error', expect.stringMatching(/^failed: TypeError: no text/)],
      ['info', 'ended'],
    ]);
    expect(chatty.log.find(({ level }) => level === 'error')?.fields['err']).toBeInstanceOf(TypeError);
    expect(printed).not.toHaveBeenCalled();
  });

  it('keeps apart what two extensions write, and prints what the test writes', async () => {
    await using first = await TestExtension.create(Chatty, { captureConsole: true });
    await using second = await TestExtension.create(Chatty, { captureConsole: true });
    await Promise.all([first.request('say', 'one'), second.request('say', 'two')]);
    console.log('of the test');
    expect(linesOf(first)).toEqual(expect.arrayContaining([['info', 'said one']]));
    expect(linesOf(second)).not.toEqual(expect.arrayContaining([['info', 'said one']]));
    expect(printed?.mock.calls).toEqual([['of the test']]);
  });

  it('is not the default', async () => {
    await using chatty = await TestExtension.create(Chatty);
    await chatty.request('say', 'hello');
    expect(linesOf(chatty)).toEqual([]);
    expect(printed).toHaveBeenCalledWith('said %s', 'hello');
  });
});
