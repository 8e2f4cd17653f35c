import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type LogFields, type Logger, silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import type { AuditEntry } from '../src/audit/audit-entry.js';
import { type AuditLog, openAuditLog } from '../src/audit/audit-log.js';
import { Counters } from '../src/kit/counters.js';

describe('the audit log', () => {
  let server: NatsServer;
  let nc: NatsConnection;
  let log: AuditLog;
  const counters = new Counters();
  const warned: LogFields[] = [];
  const logger: Logger = { ...silentLogger, warn: (_text, fields) => void warned.push(fields ?? {}) };
  beforeAll(async () => {
    server = await startNatsServer();
    nc = await connect({ servers: server.url });
    log = await openAuditLog(nc, 1, { now: Date.now, counters, logger, mostOfOne: 100 });
  });
  afterAll(async () => {
    await nc.close();
    await server.stop();
  });
  const entries = async (): Promise<AuditEntry[]> => {
    const all: AuditEntry[] = [];
    for await (const entry of log.all()) all.push(entry);
    return all;
  };

  it('is empty at first', async () => {
    expect(await entries()).toEqual([]);
  });

  it('keeps what others did, whatever one actor does, and says before its oldest entries go', async () => {
    await log.write({ actor: 'ada', action: 'role.change', target: 'administrators' });
    await log.write({ actor: 'not a token > *', action: 'key.revoke', target: 'K' });
    for (let index = 0; index < 250; index += 1) {
      await log.write({ actor: 'evil', action: 'key.create', target: `K${index}` });
    }
    const all = await entries();
    expect(all.slice(0, 2).map(({ actor }) => actor)).toEqual(['ada', 'not a token > *']);
    expect(all.slice(2).map(({ target }) => target)).toEqual(
      Array.from({ length: 100 }, (_, index) => `K${150 + index}`),
    );
    await eventually(() => warned.length > 0);
    expect(warned).toEqual([expect.objectContaining({ actor: 'evil', most: 100 })]);
    expect(counters.text()).toContain('symphony_audit_entries_total{action="key.create"} 250');
  });

  it('gives the latest first', async () => {
    expect((await log.latest(2)).map(({ target }) => target)).toEqual(['K249', 'K248']);
  });

  it('takes up a log that an earlier version made', async () => {
    const again = await openAuditLog(nc, 1, { now: Date.now, counters, logger, mostOfOne: 50 });
    await again.write({ actor: 'evil', action: 'key.create', target: 'last' });
    expect(await entries()).toHaveLength(52);
  });
});
