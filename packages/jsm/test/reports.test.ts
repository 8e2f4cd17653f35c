import { type CommandLine, startCommandLine } from './support/command-line.js';

let jsm: CommandLine;
beforeAll(async () => {
  jsm = await startCommandLine();
  const orders = await jsm.manager.streams.create({ name: 'ORDERS', subjects: ['orders.>'] });
  await jsm.manager.streams.create({ name: 'COPY', subjects: [], mirror: { name: 'ORDERS' } });
  await orders.consumers.create({ durable_name: 'NEW' });
  for (const n of [1, 2, 3]) await jsm.manager.jetstream.jetstream().publish(`orders.${n}`, 'x');
});
afterAll(() => jsm.stop());

describe('jsm stream report and consumer report', () => {
  it('put streams side by side, and copies with what they copy', async () => {
    const { out } = await jsm.run('stream report --name');
    expect(out).toMatch(/│ COPY [^]*│ ORDERS │ file +│ +│ +1 │ +3 │/);
    expect(out).toMatch(/│ COPY +│ mirror │ ORDERS │/);
    expect((await jsm.run('stream report --leaders')).out).toMatch(/Leaders/);
    expect(await jsm.json('stream report')).toMatchObject({ streams: expect.any(Array) });
    expect((await jsm.run('stream report --subject nothing')).out).toBe('No streams.');
  });

  it('put consumers side by side', async () => {
    expect((await jsm.run('consumer report ORDERS')).out).toMatch(
      /│ NEW +│ pull │ explicit +│ 30s +│ +0 │ +0 │ 3 \(100 %\)/,
    );
    expect((await jsm.run('consumer report COPY')).out).toBe('No consumers in COPY.');
    expect(await jsm.run('consumer report NONE')).toMatchObject({ code: 1, err: expect.stringContaining('NONE') });
  });
});

describe('jsm account and server', () => {
  it('show the connections of an account', async () => {
    expect((await jsm.run('account info')).out).toMatch(/Streams: 2/);
    const { out, code } = await jsm.run('account report connections --sort cid');
    expect(code).toBe(0);
    expect(out).toMatch(/│ jsm +│/);
  });

  it('say that servers answer the system account alone', async () => {
    expect(await jsm.run('server ls')).toMatchObject({ code: 1, err: expect.stringContaining('system account') });
  });

  it('show the servers to a user of the system account', async () => {
    const config =
      'accounts { $SYS { users: [{user: s, password: s}] }, A { jetstream: enabled, users: [{user: a, password: a}] } }, no_auth_user: a';
    const system = await startCommandLine({ config });
    try {
      const as = (user: string) => ['--user', user, '--password', user];
      await system.run([...as('a'), 'stream', 'add', 'X']);
      expect((await system.run([...as('s'), 'server', 'ls'])).out).toMatch(/│ true +│/);
      expect((await system.run([...as('s'), 'server', 'report', 'jetstream'])).out).toMatch(/│ +1 │ +0 │ +0 │ 0 B/);
      expect((await system.run([...as('s'), 'server', 'report', 'accounts'])).out).toMatch(/│ A +│ 0 B/);
      expect((await system.run([...as('s'), 'server', 'report', 'connections'])).out).toMatch(/│ jsm +│/);
    } finally {
      await system.stop();
    }
  });
});

describe('jsm top', () => {
  it('prints rates where nobody looks at a terminal', async () => {
    const publishing = setInterval(() => jsm.nc.publish('orders.top', 'x'), 10);
    try {
      const { out } = await jsm.run('--json top --interval 300ms --count 1');
      const { rows } = JSON.parse(out) as { rows: { name: string; 'In/s': number }[] };
      expect(rows.find(({ name }) => name === 'ORDERS')?.['In/s']).toBeGreaterThan(5);
      expect((await jsm.run('top ORDERS --interval 100ms --count 1')).out).toMatch(/│ NEW +│/);
      expect(await jsm.run('top --interval 1ms')).toMatchObject({ code: 2 });
    } finally {
      clearInterval(publishing);
    }
  });

  it('draws in a terminal until a key ends it, and leaves the terminal as it was', async () => {
    const written: string[] = [];
    const waiting = new Set(['streams', 'consumers']);
    let press: (key: string) => void = () => undefined;
    const terminal = {
      size: () => ({ columns: 80, rows: 24 }),
      hasKeys: true,
      write: (text: string) => {
        written.push(text);
        if (text.includes('ORDERS') && waiting.delete('streams')) for (const key of ['\u001b[B', '\r']) press(key);
        if (text.includes('NEW') && waiting.delete('consumers')) press('q');
      },
      onKey: (listener: (key: string) => void) => {
        press = listener;
        return () => void written.push('keys off');
      },
    };
    expect((await jsm.run('top --interval 100ms --sort name', { terminal })).code).toBe(0);
    expect(written[0]).toBe('\u001b[?1049h\u001b[?25l');
    expect(written.slice(-2)).toEqual(['keys off', '\u001b[?25h\u001b[?1049l']);
  });
});
