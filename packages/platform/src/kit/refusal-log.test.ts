import type { LogFields } from '@symphony-ts/contract';
import { Counters } from './counters.js';
import { RefusalLog } from './refusal-log.js';

function setUp() {
  let now = 0;
  const counters = new Counters();
  const lines: (LogFields | undefined)[] = [];
  const log = new RefusalLog({
    logger: { warn: (_text, fields) => void lines.push(fields) },
    counters,
    now: () => now,
  });
  return { lines, log, counters, pass: (ms: number) => void (now += ms) };
}
const refused = (actor: string, code = 'PERMISSION_DENIED') => ({ actor, what: 'GET /api/v1/keys', code });

describe('RefusalLog', () => {
  it('tells of the first at once, and of those after it as a number', () => {
    const { lines, log, pass } = setUp();
    for (let time = 0; time < 50; time += 1) log.note(refused('evil'));
    expect(lines).toEqual([{ ...refused('evil'), count: 1 }]);
    pass(10_000);
    log.note(refused('evil'));
    expect(lines[1]).toEqual({ ...refused('evil'), count: 50 });
  });

  it('counts all of them', () => {
    const { log, counters } = setUp();
    for (let time = 0; time < 50; time += 1) log.note(refused('evil'));
    expect(counters.text()).toContain('symphony_refusals_total{code="PERMISSION_DENIED"} 50');
  });

  it('tells actors and codes apart', () => {
    const { lines, log } = setUp();
    log.note(refused('evil'));
    log.note(refused('other'));
    log.note(refused('evil', 'AUTHENTICATION_FAILED'));
    expect(lines).toHaveLength(3);
  });

  it('cuts what somebody else has made long', () => {
    const { lines, log } = setUp();
    log.note(refused('x'.repeat(100_000)));
    expect(JSON.stringify(lines).length).toBeLessThan(1_000);
  });
});
