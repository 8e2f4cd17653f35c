import type { CheckResult } from './check-result.js';
import { checkExitCode, renderCheck } from './render-check.js';

const result: CheckResult = {
  suite: 'stream',
  name: 'ORDERS "x"',
  status: 'CRITICAL',
  criticals: ['3 | 2 peers'],
  warnings: ['few messages'],
  oks: ['1 subjects'],
  metrics: [
    { name: 'messages', value: 5, warning: 10, help: 'Messages' },
    { name: 'lag', value: 2, critical: 1, help: 'Lag' },
    { name: 'age', value: 1.5, unit: 's', warning: 1, critical: 2, help: 'Age' },
    { name: 'bytes', value: 7, unit: 'B', help: 'Bytes' },
  ],
};

describe('renderCheck', () => {
  it('writes one Nagios line', () => {
    expect(renderCheck(result, 'nagios')).toBe(
      'CRITICAL ORDERS "x" Crit:3 / 2 peers Warn:few messages OK:1 subjects' +
        ' | messages=5;10 lag=2;;1 age=1.5000s;1.0000;2.0000 bytes=7B',
    );
  });

  it('writes Prometheus gauges, sorted', () => {
    expect(renderCheck({ ...result, metrics: result.metrics.slice(0, 1) }, 'prometheus', { namespace: 'my' })).toBe(
      [
        '# HELP my_stream_messages Messages',
        '# TYPE my_stream_messages gauge',
        'my_stream_messages{item="ORDERS \\"x\\""} 5',
        '# HELP my_stream_status_code Nagios compatible status code for stream',
        '# TYPE my_stream_status_code gauge',
        'my_stream_status_code{item="ORDERS \\"x\\"",status="CRITICAL"} 2',
        '',
      ].join('\n'),
    );
  });

  it('writes text for people', () => {
    const text = renderCheck(result, 'text');
    expect(text).toContain('ORDERS "x": CRITICAL');
    expect(text).toMatch(/^Critical {2}3 \| 2 peers$/m);
    expect(text).toMatch(/^messages {2}5 {6,}10 +Messages$/m);
  });

  it('writes JSON as the nats CLI names it', () => {
    expect(JSON.parse(renderCheck(result, 'json'))).toMatchObject({
      status: 'CRITICAL',
      check_suite: 'stream',
      check_name: 'ORDERS "x"',
      critical: ['3 | 2 peers'],
      perf_data: [{ name: 'messages', value: 5, warning: 10, critical: 0 }, {}, { unit: 's' }, {}],
    });
  });
});

describe('checkExitCode', () => {
  it.each([
    ['OK', 'nagios', 0],
    ['WARNING', 'text', 1],
    ['CRITICAL', 'json', 2],
    ['CRITICAL', 'prometheus', 0],
  ] as const)('of %s as %s is %d', (status, format, code) => {
    expect(checkExitCode({ ...result, status }, format)).toBe(code);
  });
});
