import {
  Endpoint,
  type EnforcementState,
  Extension,
  ExtensionContext,
  OnEnforcement,
  OnStart,
} from '@symphony-ts/extension';
import { z } from 'zod';

const Batch = z.array(z.object({ name: z.string(), bytes: z.number() }));
type Batch = z.infer<typeof Batch>;

@Extension({ prefix: 'replication', name: 'Replication', version: '1.0.0' })
export class Replication {
  isPaused = false;

  constructor(private readonly extension: ExtensionContext) {}

  // #region report
  @Endpoint({ request: Batch })
  async replicated(tables: Batch) {
    const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
    const { units, enforcement } = await this.extension.reportUsage({
      tables_replicated: tables.length,
      bytes_transferred_gb: bytes / 1e9,
    });
    return { units, state: enforcement.applies };
  }
  // #endregion

  // #region enforcement
  @OnStart()
  async begin(): Promise<void> {
    this.licenceChanged(await this.extension.enforcementState());
  }

  @OnEnforcement()
  licenceChanged({ applies, message }: EnforcementState): void {
    this.isPaused = applies === 'enforced' || applies === 'disabled';
    if (applies !== 'ok') this.extension.logger.warn('licence', { applies, text: message, paused: this.isPaused });
  }
  // #endregion
}
