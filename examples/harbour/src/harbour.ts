import {
  Bucket,
  Capability,
  type EnforcementState,
  Extension,
  ExtensionContext,
  Help,
  InstanceHandler,
  Logger,
  Menu,
  MimeType,
  OnCommand,
  OnEnforcement,
  OnRebalance,
  OnStart,
  OnStop,
  Resource,
  Route,
  Subscribe,
  Widget,
  WorkPartitioner,
} from '@symphony-ts/extension';
import { z } from 'zod';
import { Berths } from './berths.js';

const Signal = z.object({ from: z.string() });
type Signal = z.infer<typeof Signal>;

/** Every ability of the SDK in one extension. Real ones need a few of them at a time. */
@Extension({
  prefix: 'harbour',
  name: 'Harbour',
  version: '1.0.0',
  description: 'Ships come and go',
  metadata: { kind: 'showcase' },
  observability: true,
  parts: [Berths],
})
@Capability('pub', 'extensions.harbour.moored', 'A ship moored')
@Capability('pub', 'extensions.weather.now', 'Asks for the weather')
@Capability('sub', 'extensions.lighthouse.signal', 'Signals of the lighthouse')
@Bucket('harbour_log', { description: 'What happened today', ttl: 86_400 })
@Bucket('harbour_charts', { description: 'Charts, which are large', objectStore: true })
@Resource('ui://harbour/common', { type: MimeType.SymphonyModule, text: 'export const knots = (ms) => ms * 1.944' })
@Resource('ui://harbour/ships', { type: MimeType.SymphonyModule, file: './pages/ships.ts' })
@Resource('ui://harbour/home', { type: MimeType.SymphonyJsx, file: './pages/home.tsx' })
@Resource('ui://harbour/table', { type: MimeType.Htmx, page: 'pages/table', name: 'Ships as a table' })
@Resource('ui://harbour/map', {
  type: MimeType.McpApp,
  file: './pages/map.html',
  name: 'Map',
  description: 'The harbour from above',
  meta: { csp: { connectDomains: [] } },
})
@Route('/harbour', 'ui://harbour/home', { children: { '/table': { uri: 'ui://harbour/table' } } })
@Route('/harbour/status', 'ui://harbour/status')
@Menu('main', 'Harbour', '/harbour', 'fa-anchor')
@Menu('tools', 'Charts', '/harbour', 'fa-map', { link: 'https://example.com/charts' })
@Widget('ui://harbour/status', 'Lighthouse', 'What it said last')
@Widget('ui://harbour/map', 'Map', 'The harbour from above')
@Help({ file: './pages/help.md' })
export class Harbour {
  #boards = 0;

  constructor(
    private readonly context: ExtensionContext,
    private readonly partitioner: WorkPartitioner,
    private readonly logger: Logger,
  ) {}

  @Resource('ui://harbour/status', { type: MimeType.Markdown, name: 'Lighthouse' })
  status(): string {
    return '# Quiet\n\nThe lighthouse has not given a signal yet.\n';
  }

  @Subscribe('extensions.lighthouse.signal', { schema: Signal })
  async signalled({ from }: Signal): Promise<void> {
    await this.context.updateResource('ui://harbour/status', { text: `# Signal from ${from}` });
  }

  /** Opens a notice board: an endpoint and a bucket that nobody knew of at the start. */
  @OnCommand('open-board', { schema: z.object({ name: z.string() }) })
  async openBoard({ name }: { name: string }) {
    const board = await this.context.createBucket(`harbour_board_${name}`, { history: 5, schema: z.string() });
    await this.context.addEndpoint(`pin-${name}`, { request: z.string() }, async (text: string) => {
      await board.put('pinned', text);
    });
    this.#boards += 1;
    await this.context.updateExtensionInfo((info) => ({
      ...info,
      description: `Ships come and go, past ${this.#boards} notice boards`,
    }));
    return { board: name, replicas: await this.context.clusterReplicas() };
  }

  @InstanceHandler('watch')
  watch() {
    const quays = ['north', 'east', 'south', 'west'];
    return { by: this.context.instanceId, quays: quays.filter((quay) => this.partitioner.isMyWork(quay)) };
  }

  @OnRebalance()
  rebalanced(instances: number, quays: number): void {
    this.logger.info('the watch is shared anew', { instances, quays });
  }

  @OnEnforcement()
  licence({ applies }: EnforcementState): void {
    if (applies !== 'ok') this.logger.warn('the licence runs out', { applies });
  }

  @OnStart()
  async opened(): Promise<void> {
    const log = await this.context.bucket('harbour_log');
    await log.put('opened', { by: this.context.instanceId });
  }

  @OnStop()
  closed(reason: string): void {
    this.logger.info('the harbour is closed', { reason });
  }
}
