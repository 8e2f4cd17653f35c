import 'reflect-metadata';
import { InvalidModuleError, silentLogger } from '@symphony-ts/contract';
import type { KeyValueBucket } from '@symphony-ts/storage';
import * as z from 'zod';
import { ExtensionContext } from '../context/extension-context.js';
import { AppModule } from '../decorators/app-module.js';
import { Bucket } from '../decorators/bucket.js';
import { Capability } from '../decorators/capability.js';
import { Endpoint, InstanceHandler } from '../decorators/endpoint.js';
import { Extension } from '../decorators/extension.js';
import { OnStart, OnStop } from '../decorators/hooks.js';
import { Injectable } from '../decorators/inject.js';
import { buildManifest } from '../manifest/build-manifest.js';
import { readResources } from '../manifest/resource-contents.js';
import { readApplication } from './read-application.js';

const Item = z.object({ id: z.string(), name: z.string() });
type Item = z.infer<typeof Item>;
const NewItem = z.object({ name: z.string() });
type NewItem = z.infer<typeof NewItem>;

@Injectable()
class Prices {
  of(): number {
    return 1;
  }
}

@Extension({ prefix: 'catalog', name: 'Catalog', version: '1.0.0', description: 'Manages items' })
@Capability('pub', 'extensions.catalog.changed', 'An item changed')
@Bucket('catalog_cache', { ttl: 300 })
class Catalog {
  constructor(
    @Bucket('catalog_items', { history: 5, schema: Item }) readonly items: KeyValueBucket<Item>,
    readonly context: ExtensionContext,
    readonly prices: Prices,
  ) {}

  @OnStart() open(): void {}
  @OnStop() close(): void {}

  @Endpoint({ request: NewItem, response: Item })
  add(input: NewItem): Item {
    return { id: '1', ...input };
  }

  @Endpoint('list', { response: z.array(Item) })
  all(): Item[] {
    return [];
  }

  @InstanceHandler('local-status')
  status(): object {
    return {};
  }
}

@AppModule({ extensions: [Catalog] })
class App {}

describe('readApplication', () => {
  it('reads a module into models and the manifest they register', async () => {
    const { model, warnings } = readApplication({ App, Catalog });
    expect(warnings).toEqual([]);
    const [catalog] = model.extensions;
    if (!catalog) throw new Error('no extension');
    const manifest = buildManifest(catalog, await readResources(catalog, { logger: silentLogger }));
    expect(manifest).toMatchObject({
      prefix: 'catalog',
      capabilities: [
        { type: 'pub', subject: 'extensions.catalog.changed', description: 'An item changed' },
        { type: 'sub', subject: 'extensions.catalog.add', description: 'Endpoint add' },
        { type: 'sub', subject: 'extensions.catalog.instance.*.local-status' },
        { type: 'sub', subject: 'extensions.catalog.list' },
      ],
      buckets: [
        { name: 'catalog_cache', ttl: 300, max_history_per_key: 0 },
        { name: 'catalog_items', ttl: 0, max_history_per_key: 5 },
      ],
      services: [
        {
          name: 'catalog',
          endpoints: [
            { name: 'add', subject: 'cirata.extensions.catalog.add', request: { required: ['name'] } },
            { name: 'local-status', kind: 'instance' },
            { name: 'list', response: { type: 'array' } },
          ],
        },
      ],
    });
    expect(catalog.hooks.start).toEqual([{ kind: 'method', owner: Catalog, member: 'open' }]);
    expect(catalog.parameters.get(Catalog)).toEqual([
      { kind: 'bucket', bucket: 'catalog_items', raw: false, schema: Item },
      { kind: 'class', type: ExtensionContext },
      { kind: 'class', type: Prices },
    ]);
    expect(model.providers).toEqual([{ kind: 'class', provide: Prices, useClass: Prices, parameters: [] }]);
  });

  it('refuses a class that is nothing', () => {
    expect(() => readApplication(Prices)).toThrow(InvalidModuleError);
  });
});
