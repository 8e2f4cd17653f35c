import { silentLogger } from '@symphony-ts/contract';
import { z } from 'zod';
import { eventually } from '../../../test/support/eventually.js';
import { startHubAndLeaf } from '../../../test/support/hub-and-leaf.js';
import { createApplication, defineExtension, type ExtensionContext, endpoint } from '../src/index.js';

const app = defineExtension({
  prefix: 'edge',
  name: 'Edge',
  version: '1.0.0',
  buckets: [{ name: 'edge_notes', history: 3 }],
  endpoints: {
    note: endpoint({}, async (_input, _request, context: ExtensionContext) => {
      const notes = await context.bucket('edge_notes', z.string());
      await notes.put('one', 'first');
      await notes.update('one', 'second', (await notes.get('one'))?.revision ?? 0);
      await notes.putAll([
        ['two', 'x'],
        ['three', 'y'],
      ]);
      const keys: string[] = [];
      for await (const key of notes.keys()) keys.push(key);
      return { value: (await notes.get('one'))?.value, keys: keys.sort((a, b) => (a < b ? -1 : 1)) };
    }),
  },
});

describe('an application on a leaf node', () => {
  it.each([[{ domain: 'hub' }], [{ apiPrefix: '$JS.hub.API' }]])(
    'keeps its buckets in the hub with %j',
    async (where) => {
      const servers = await startHubAndLeaf();
      const nats = { servers: servers.leaf.url, ...where };
      const application = await createApplication(app, { nats, logger: silentLogger, signals: false });
      try {
        await application.start();
        const client = application.extensions[0]?.context.client;
        const answer = await client?.extension('edge').invoke('note');
        expect(answer).toEqual({ value: 'second', keys: ['one', 'three', 'two'] });
        const partitioner = application.extensions[0]?.context.partitioner;
        await eventually(() => partitioner?.isMyWork('key') === true);
      } finally {
        await application.stop();
        await servers.stop();
      }
    },
  );
});
