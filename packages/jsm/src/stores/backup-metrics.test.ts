import { formatBackupMetrics } from './backup-metrics.js';

const done = { bytes: 100, seconds: 1.5 };

describe('formatBackupMetrics', () => {
  it('has a line for each stream and metric', () => {
    const text = formatBackupMetrics('', { outcomes: [{ stream: 'A', done }, { stream: 'B "x"' }], nowSeconds: 1000 });
    expect(text).toContain('# TYPE jsm_backup_bytes gauge\njsm_backup_bytes{stream="A"} 100\n');
    expect(text).toContain('jsm_backup_success{stream="A"} 1\njsm_backup_success{stream="B \\"x\\""} 0\n');
    expect(text).not.toContain('jsm_backup_bytes{stream="B');
    expect(text).toMatch(/jsm_backup_last_run_timestamp_seconds 1000\n[^]*jsm_backup_failures 1\n$/);
  });

  it('counts a run that could not begin', () => {
    expect(formatBackupMetrics('', { outcomes: [], nowSeconds: 5, isBroken: true })).toContain(
      'jsm_backup_failures 1\n',
    );
  });

  it('keeps the last success of a stream that fails now', () => {
    const first = formatBackupMetrics('', {
      outcomes: [
        { stream: 'A', done },
        { stream: 'B "x"', done },
      ],
      nowSeconds: 1000,
    });
    const second = formatBackupMetrics(first, {
      outcomes: [{ stream: 'A' }, { stream: 'B "x"', done }],
      nowSeconds: 2000,
    });
    expect(second).toContain('jsm_backup_last_success_timestamp_seconds{stream="A"} 1000\n');
    expect(second).toContain('jsm_backup_last_success_timestamp_seconds{stream="B \\"x\\""} 2000\n');
    expect(second).toContain('jsm_backup_success{stream="A"} 0\n');
  });
});
