import { Counters } from './counters.js';

describe('Counters', () => {
  it('it counts each series, and shows what has counted nothing', () => {
    const counters = new Counters();
    counters.add('symphony_refusals_total', { code: 'PERMISSION_DENIED' });
    counters.add('symphony_refusals_total', { code: 'PERMISSION_DENIED' });
    counters.add('symphony_refusals_total', { code: 'a "b"\n' });
    const lines = counters.text().split('\n');
    expect(lines).toContain('symphony_refusals_total{code="PERMISSION_DENIED"} 2');
    expect(lines).toContain('symphony_refusals_total{code="a \\"b\\"\\n"} 1');
    expect(lines).toContain('symphony_connections_ended_total 0');
    expect(lines).toContain('# TYPE symphony_audit_entries_total counter');
    expect(lines.at(-1)).toBe('');
  });

  it('it stays small, whatever is counted', () => {
    const counters = new Counters();
    for (let index = 0; index < 10_000; index += 1) counters.add('symphony_refusals_total', { code: `c${index}` });
    expect(counters.text().split('\n').length).toBeLessThan(300);
  });
});
