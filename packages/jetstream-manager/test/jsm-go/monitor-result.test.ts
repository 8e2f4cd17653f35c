/** What `monitor/result_test.go` and `monitor/perfdata_test.go` of jsm.go assert. */
import { type CheckMetric, CheckReport, checkExitCode, renderCheck, runCheck } from '../../src/index.js';

const reportWith = (fill: (report: CheckReport) => void) => {
  const report = new CheckReport('suite', 'mycheck');
  fill(report);
  return report.finish();
};

describe('TestResultPrepare', () => {
  it.each([
    ['critical before warning', ['critical', 'warning'], 'CRITICAL'],
    ['warning', ['warning', 'ok'], 'WARNING'],
    ['OK without findings', [], 'OK'],
  ] as const)('gives %s', (_, kinds, status) => {
    expect(reportWith((report) => kinds.forEach((kind) => report[kind]('text'))).status).toBe(status);
  });
});

describe('TestResultCriticalIfErr', () => {
  it('makes an error critical', async () => {
    const result = await runCheck('suite', 'mycheck', () => Promise.reject(new Error('boom')));
    expect(result).toMatchObject({ status: 'CRITICAL', criticals: ['boom'] });
  });

  it('finds nothing where there is no error', async () => {
    expect((await runCheck('suite', 'mycheck', () => Promise.resolve())).criticals).toEqual([]);
  });
});

describe('TestResultExitCode', () => {
  it.each([
    ['prometheus', 'critical', 0],
    ['nagios', 'ok', 0],
    ['nagios', 'warning', 1],
    ['nagios', 'critical', 2],
  ] as const)('as %s of %s', (format, kind, code) => {
    expect(
      checkExitCode(
        reportWith((report) => report[kind]('text')),
        format,
      ),
    ).toBe(code);
  });
});

describe('TestResultRender', () => {
  const metric: CheckMetric = { name: 'msgs', value: 77, help: 'message count' };
  const full = reportWith((report) => {
    report.critical('disk full');
    report.warning('disk filling up');
    report.ok('fine');
    report.metric(metric);
  });
  const bare = reportWith((report) => report.ok('fine'));

  it.each([
    ['nagios', 'Crit:disk full'],
    ['nagios', 'Warn:disk filling up'],
    ['nagios', 'OK:fine'],
    ['nagios', '| msgs=77'],
    ['json', '"check_name": "mycheck"'],
    ['json', '"status": "CRITICAL"'],
    ['text', 'mycheck'],
    ['text', 'message count'],
    ['prometheus', 'nats_suite_status_code'],
    ['prometheus', 'nats_suite_msgs{item="mycheck"} 77'],
  ] as const)('as %s holds %s', (format, text) => {
    expect(renderCheck(full, format)).toContain(text);
  });

  it.each([
    ['nagios', '|'],
    ['text', 'Metric'],
    ['prometheus', 'nats_suite_msgs'],
  ] as const)('as %s without metrics does not hold %s', (format, text) => {
    expect(renderCheck(bare, format)).not.toContain(text);
  });
});

describe('TestPerfDataItemString', () => {
  it.each<[string, Omit<CheckMetric, 'help'>, string]>([
    ['a value', { name: 'msgs', value: 1 }, 'msgs=1'],
    ['a unit', { name: 'size', value: 1024, unit: 'B' }, 'size=1024B'],
    ['seconds with four digits', { name: 'rtt', value: 0.0012, unit: 's' }, 'rtt=0.0012s'],
    ['both bounds', { name: 'peers', value: 3, warning: 3, critical: 3 }, 'peers=3;3;3'],
    ['a warning alone', { name: 'peers', value: 3, warning: 3 }, 'peers=3;3'],
    ['a critical bound alone', { name: 'peers', value: 3, critical: 3 }, 'peers=3;;3'],
    ['a negative warning', { name: 'delta', value: 5, warning: -1 }, 'delta=5;-1'],
    ['a negative warning with a bound', { name: 'delta', value: 5, warning: -1, critical: 10 }, 'delta=5;-1;10'],
    ['zero', { name: 'lag', value: 0 }, 'lag=0'],
    ['a name with a blank in quotes', { name: 'peer lag', value: 7 }, "'peer lag'=7"],
    ['a name with a tab in quotes', { name: 'peer\tlag', value: 7 }, "'peer\tlag'=7"],
    ['a plain name without quotes', { name: 'peer_lag', value: 7 }, 'peer_lag=7'],
  ])('writes %s', (_, metric, text) => {
    expect(
      renderCheck(
        reportWith((report) => report.metric({ ...metric, help: 'x' })),
        'nagios',
      ),
    ).toBe(`OK mycheck | ${text}`);
  });

  it('writes several after one another', () => {
    const result = reportWith((report) => {
      report.metric({ name: 'msgs', value: 1, help: 'x' });
      report.metric({ name: 'bytes', value: 512, unit: 'B', help: 'x' });
      report.metric({ name: 'rtt', value: 0.001, unit: 's', help: 'x' });
    });
    expect(renderCheck(result, 'nagios')).toBe('OK mycheck | msgs=1 bytes=512B rtt=0.0010s');
  });
});
