import { buildCommand, commandsSubject } from '@symphony-ts/contract';
import {
  Capability,
  createLogger,
  Endpoint,
  type EndpointRequest,
  Extension,
  ExtensionContext,
  Logger,
  OnStart,
  Rest,
  type RestRequest,
  RestResponse,
} from '@symphony-ts/extension';
import { z } from 'zod';

const From = z.object({ from: z.number() });
const Tenant = z.object({ 'x-tenant': z.string().min(1), 'if-none-match': z.string().optional() });
const VERSION = '"7"';

@Extension({ prefix: 'desk', name: 'Desk', version: '1.0.0', description: 'Looks after the orders' })
// #region send-command
@Capability('pub', 'extensions.orders.commands', 'Tells the orders to index themselves again')
// #endregion
// #region publish-capability
@Capability('pub', 'extensions.desk.closed', 'The desk takes no more orders today')
// #endregion
export class Desk {
  constructor(
    private readonly extension: ExtensionContext,
    private readonly logger: Logger,
  ) {}

  // #region send
  @Endpoint({ request: From })
  async reindex({ from }: z.infer<typeof From>, request: EndpointRequest): Promise<unknown> {
    return request.client.request(commandsSubject('orders'), buildCommand('reindex', { from }));
  }
  // #endregion

  // #region publish
  @Endpoint()
  async close(): Promise<void> {
    await this.extension.publish('extensions.desk.closed', { at: new Date().toISOString() });
  }
  // #endregion

  // #region headers
  @Rest('GET', '/settings', { headers: Tenant, responses: { 304: 'The settings have not changed' } })
  settings({ headerValues, headers }: RestRequest<{ headers: typeof Tenant }>) {
    if (headerValues['if-none-match'] === VERSION) return RestResponse.empty(304, { headers: { etag: VERSION } });
    const settings = { tenant: headerValues['x-tenant'], language: headers.get('accept-language') ?? 'en' };
    return RestResponse.json(settings, { headers: { etag: VERSION, 'cache-control': 'no-cache' } });
  }
  // #endregion

  // #region log
  @Endpoint()
  tidy(_input: unknown, request: EndpointRequest): void {
    request.logger.info('tidying', { drawers: 3 });
    try {
      this.openDrawer(4);
    } catch (error) {
      this.logger.warn('a drawer is stuck', { err: error });
    }
  }
  // #endregion

  // #region partition-start
  @OnStart()
  async begin(): Promise<void> {
    await this.extension.partitioner.start();
    this.logger.info('sharing', { instances: this.extension.partitioner.activeInstances() });
  }
  // #endregion

  private openDrawer(number: number): void {
    throw new RangeError(`there is no drawer ${number}`);
  }
}

// #region logger
export const toMemory = (lines: string[]): Logger =>
  createLogger('desk', { level: 'debug', destination: { write: (line) => void lines.push(line) } });
// #endregion
