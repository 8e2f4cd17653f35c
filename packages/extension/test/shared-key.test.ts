import type { Logger } from '@symphony-ts/contract';
import { TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../test/support/eventually.js';
import { type Application, createApplication, defineExtension, type WorkPartitioner } from '../src/index.js';
import { ChildProgram } from './child-program.js';

const PREFIX = 'twins';
const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);
const member = defineExtension({ prefix: PREFIX, name: 'Twins', version: '1.0.0' });

/** Keeps the warnings. */
function recorder(): { readonly logger: Logger; readonly warnings: string[] } {
  const warnings: string[] = [];
  const quiet = (): void => undefined;
  const note = (message: string): void => void warnings.push(message);
  const logger: Logger = { debug: quiet, info: quiet, warn: note, error: note, child: () => logger };
  return { logger, warnings };
}

describe('two processes with one API key', () => {
  let platform: TestPlatform;
  let program: ChildProgram;
  const log = recorder();
  let token: string;
  const running: Application[] = [];
  beforeAll(async () => {
    [platform, program] = await Promise.all([TestPlatform.start({ logger: log.logger }), ChildProgram.build('member')]);
  });
  beforeEach(async () => {
    ({ token } = await platform.platform.keys.create({ kind: 'extension', prefix: PREFIX, name: 'shared' }));
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((application) => application.stop()));
  });
  afterAll(async () => {
    await program.remove();
    await platform.stop();
  });

  const start = async (options: { sharedKey?: 'refuse' } = {}) => {
    const { logger, warnings } = recorder();
    const address = platform.platform.httpUrl;
    const application = await createApplication(member, { token, address, logger, signals: false, ...options });
    running.push(application);
    await application.start();
    const partitioner = application.extensions[0]?.context.partitioner;
    if (!partitioner) throw new Error('the application has no extension');
    return { application, partitioner, warnings };
  };
  const owned = (partitioner: WorkPartitioner): number => keys.filter((key) => partitioner.isMyWork(key)).length;
  const mentionsKey = (lines: readonly string[]): boolean => lines.some((line) => line.includes('API key'));

  it('own no key twice; both sides and the platform say why one owns nothing', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const doubles = new Set<string>();
    const look = setInterval(() => {
      for (const key of keys) {
        if (first.partitioner.isMyWork(key) && second.partitioner.isMyWork(key)) doubles.add(key);
      }
    }, 2);
    const shares = (): readonly number[] => [owned(first.partitioner), owned(second.partitioner)];
    await eventually(() => shares().includes(keys.length));
    expect(shares()).toContain(0);
    await eventually(() => mentionsKey(first.warnings) && mentionsKey(second.warnings) && mentionsKey(log.warnings));
    const status = platform.platform.registry.list().find(({ prefix }) => prefix === PREFIX)?.status;
    expect(status).toBe('warning');

    const [owner, other] = owned(first.partitioner) > 0 ? [first, second] : [second, first];
    await owner.application.stop();
    await eventually(() => owned(other.partitioner) === keys.length);
    expect(doubles.size).toBe(0);
    clearInterval(look);
  });

  it('have one heir when the one that acts is killed', async () => {
    const child = program.start([PREFIX, '30000', '60000', token], {
      SYMPHONY_ADDRESS: platform.platform.httpUrl,
      LOG_LEVEL: 'silent',
    });
    await child.line('rebalance');
    const { partitioner } = await start();
    expect(owned(partitioner)).toBe(0);
    await child.end('SIGKILL');
    await eventually(() => owned(partitioner) === keys.length);
  });

  it('are refused by option', async () => {
    await start();
    await expect(start({ sharedKey: 'refuse' })).rejects.toMatchObject({ code: 'KEY_IN_USE' });
    await running[0]?.stop();
    await start({ sharedKey: 'refuse' });
  });
});
