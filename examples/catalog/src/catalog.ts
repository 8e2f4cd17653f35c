import {
  Bucket,
  Capability,
  Endpoint,
  EndpointError,
  Extension,
  ExtensionContext,
  Help,
  InstanceHandler,
  Menu,
  MimeType,
  OnStart,
  OnStop,
  Resource,
  Route,
  Widget,
} from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { z } from 'zod';
import { Added, Item, ItemId, NewItem } from './item.js';
import { ItemIds } from './item-ids.js';

@Extension({ prefix: 'catalog', name: 'Catalog', version: '1.0.0', description: 'Manages a catalog of items' })
@Capability('sub', 'extensions.catalog', 'Catalog Extension')
@Capability('pub', 'extensions.catalog.added', 'An item was added')
@Resource('ui://catalog/home', { type: MimeType.SymphonyJsx, file: './pages/home.tsx' })
@Resource('ui://catalog/summary', { type: MimeType.SymphonyJsx, file: './pages/summary.tsx' })
@Resource('ui://catalog/item-dialog', { type: MimeType.SymphonyModule, file: './pages/item-dialog.tsx' })
@Resource('ui://catalog/items', { type: MimeType.SymphonyModule, file: './pages/items.ts' })
@Route('/catalog', 'ui://catalog/home')
@Menu('main', 'Catalog', '/catalog', 'fa-book')
@Widget('ui://catalog/summary', 'Catalog', 'How many items there are')
@Help({ file: './pages/help.md' })
export class Catalog {
  #served = 0;

  constructor(
    @Bucket('catalog_items', { description: 'Catalog item storage', schema: Item })
    private readonly items: KeyValueBucket<Item>,
    private readonly ids: ItemIds,
    private readonly extension: ExtensionContext,
  ) {}

  @Endpoint({ request: NewItem, response: Added, description: 'Add items' })
  async add(input: NewItem): Promise<Added> {
    this.#served += 1;
    const item: Item = { ...input, id: input.id ?? this.ids.next() };
    await this.items.put(`item:${item.id}`, item);
    await this.extension.publish('extensions.catalog.added', { id: item.id });
    return { status: 'created', id: item.id };
  }

  @Endpoint({ response: z.array(Item), description: 'List items' })
  async list(): Promise<Item[]> {
    this.#served += 1;
    const items = await this.items.getAll(this.items.keys());
    return [...items.values()].map((entry) => entry.value);
  }

  @Endpoint({ request: ItemId, response: Item, description: 'One item' })
  async get({ id }: ItemId): Promise<Item> {
    this.#served += 1;
    const entry = await this.items.get(`item:${id}`);
    if (!entry) throw new EndpointError(404, `there is no item '${id}'`);
    return entry.value;
  }

  @InstanceHandler('local-status')
  status() {
    return { instanceId: this.extension.instanceId, served: this.#served };
  }

  @OnStart()
  started(): void {
    this.extension.logger.info('the catalog is open');
  }

  @OnStop()
  stopped(reason: string): void {
    this.extension.logger.info('the catalog is closed', { reason, served: this.#served });
  }
}
