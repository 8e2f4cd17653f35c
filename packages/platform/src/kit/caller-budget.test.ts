import { CallerBudget } from './caller-budget.js';

function setUp() {
  let now = 0;
  const budget = new CallerBudget(() => now);
  const ask = (caller: string, times: number, cost = 1) => {
    const count = { admitted: 0, refused: 0, dropped: 0 };
    for (let time = 0; time < times; time += 1) count[budget.admit(caller, cost)] += 1;
    return count;
  };
  return { ask, pass: (ms: number) => void (now += ms) };
}

describe('CallerBudget', () => {
  it('admits a burst, refuses some of what follows and drops the rest', () => {
    const { ask } = setUp();
    expect(ask('a', 10_000)).toEqual({ admitted: 4_000, refused: 100, dropped: 5_900 });
  });

  it('takes nothing from another caller', () => {
    const { ask } = setUp();
    ask('a', 10_000);
    expect(ask('b', 100)).toEqual({ admitted: 100, refused: 0, dropped: 0 });
  });

  it('gives the budget back with time, never more than a burst', () => {
    const { ask, pass } = setUp();
    ask('a', 10_000);
    pass(500);
    expect(ask('a', 2_000).admitted).toBe(1_000);
    pass(60_000);
    expect(ask('a', 10_000).admitted).toBe(4_000);
  });

  it('answers few refusals, however often a bit of the budget comes back', () => {
    const { ask, pass } = setUp();
    ask('a', 4_000);
    let refused = 0;
    for (let ms = 0; ms < 900; ms += 1) {
      pass(1);
      refused += ask('a', 100).refused;
    }
    expect(refused).toBe(100);
    pass(1_000);
    expect(ask('a', 10_000).refused).toBe(100);
  });

  it('charges more for what costs more', () => {
    const { ask } = setUp();
    expect(ask('a', 1_000, 20).admitted).toBe(200);
  });
});

describe('CallerBudget.chargeTime', () => {
  it('leaves a caller that takes long a tenth of the time', () => {
    let now = 0;
    const budget = new CallerBudget(() => now);
    let worked = 0;
    for (; now < 60_000; now += 1) {
      if (budget.admit('a') !== 'admitted') continue;
      budget.chargeTime('a', 50);
      worked += 50;
      now += 50;
    }
    expect(worked).toBeLessThan(7_000);
    expect(budget.admit('b')).toBe('admitted');
  });
});
