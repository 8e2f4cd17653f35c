import {
  Bucket,
  Endpoint,
  EndpointError,
  Extension,
  ExtensionContext,
  Help,
  Menu,
  MimeType,
  OnStart,
  Resource,
  Route,
  Widget,
} from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { boardPage } from './board-page.js';
import { Name, Notice } from './notice.js';

const BOARD = 'ui://notices/board';

@Extension({ prefix: 'notices', name: 'Notices', version: '1.0.0', description: 'A notice board, written in markdown' })
@Resource('ui://notices/handbook', { type: MimeType.Markdown, file: './pages/handbook.md' })
@Route('/notices', BOARD, { children: { '/handbook': { uri: 'ui://notices/handbook' } } })
@Menu('main', 'Notices', '/notices', 'fa-thumbtack')
@Widget(BOARD, 'Notices', 'What is pinned to the board')
@Help({ file: './pages/help.md' })
export class Notices {
  #shown = '';

  constructor(
    @Bucket('notices_pinned', { description: 'Notices by name', schema: Notice })
    private readonly pinned: KeyValueBucket<Notice>,
    private readonly context: ExtensionContext,
  ) {}

  /** Computed at each start, from what is in the bucket. */
  @Resource(BOARD, { type: MimeType.Markdown })
  async board(): Promise<string> {
    this.#shown = await this.#page();
    return this.#shown;
  }

  @Endpoint({ request: Notice, description: 'Pins a notice, in place of one of the same name' })
  async pin(notice: Notice): Promise<void> {
    await this.pinned.put(notice.name, notice);
  }

  @Endpoint({ request: Name, description: 'Takes a notice down' })
  async unpin({ name }: Name): Promise<void> {
    if (!(await this.pinned.get(name))) throw new EndpointError(404, `no notice '${name}' is pinned`);
    await this.pinned.delete(name);
  }

  @OnStart()
  hang(): void {
    this.#follow().catch((error: unknown) => this.context.logger.error('the board stays as it is', { err: error }));
  }

  /** Each instance shows what the bucket holds, whichever of them was asked to pin it. */
  async #follow(): Promise<void> {
    for await (const _ of this.pinned.watch('>', { signal: this.context.signal })) {
      const text = await this.#page();
      if (text === this.#shown) continue;
      await this.context.updateResource(BOARD, { text });
      this.#shown = text;
    }
  }

  async #page(): Promise<string> {
    const notices = await this.pinned.getAll(this.pinned.keys());
    return boardPage([...notices.values()].map(({ value }) => value));
  }
}
