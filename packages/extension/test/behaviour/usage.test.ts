import { TimeoutError } from '@symphony-ts/contract';
import { type LicenseClaims, signLicense } from '@symphony-ts/platform';
import { requestsOf } from '@symphony-ts/storage/internal';
import { type LiveExtension, TestExtension, TestPlatform } from '@symphony-ts/testing';
import { type CryptoKey, exportSPKI, generateKeyPair } from 'jose';
import { eventually } from '../../../../test/support/eventually.js';
import { Endpoint, type EnforcementState, Extension, ExtensionContext, OnEnforcement } from '../../src/index.js';

@Extension({ prefix: 'meter', name: 'Meter', version: '1.0.0' })
class Meter {
  readonly heard: EnforcementState[] = [];

  constructor(private readonly context: ExtensionContext) {}

  @OnEnforcement()
  changed(state: EnforcementState): void {
    this.heard.push(state);
  }

  @Endpoint()
  replicate(tables: unknown) {
    return this.context.reportUsage({ tables_replicated: Number(tables), bytes_transferred_gb: 0.5 });
  }
}

const DAY_S = 86_400;
const state = (part: object) => ({ status: 'enforcement_ok', message: '', disabled_extensions: [], ...part }) as never;

describe('usage without a server', () => {
  let meter: TestExtension<Meter>;
  beforeEach(async () => {
    meter = await TestExtension.create(Meter);
  });
  afterEach(() => meter.stop());

  it('[usage.dimensions] sends each report as it is', async () => {
    await meter.context.reportUsage({ tables: 5, gb: 120.5 }, { account: 'acme', trace: '00-aa-bb-01' });
    expect(meter.usage).toEqual([
      {
        prefix: 'meter',
        id: expect.any(String),
        dimensions: { tables: 5, gb: 120.5 },
        account: 'acme',
        traceparent: '00-aa-bb-01',
      },
    ]);
  });

  it('[usage.once] names each report anew, or by the id it is given', async () => {
    for (const options of [{}, {}, { id: 'batch-7' }]) await meter.context.reportUsage({ tables: 1 }, options);
    const [first, second, third] = meter.usage.map(({ id }) => id);
    expect(first).not.toBe(second);
    expect(third).toBe('batch-7');
    await expect(meter.context.reportUsage({ tables: 1 }, { id: 'batch 8' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      params: { issues: [{ path: 'id' }] },
    });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])(
    '[usage.invalid] refuses %d before anything is sent',
    async (tables) => {
      await expect(meter.context.reportUsage({ fine: 1, tables })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        params: { issues: [{ path: 'tables' }] },
      });
      expect(meter.usage).toEqual([]);
    },
  );

  it.each([
    ['enforcement.ok', { status: 'enforcement_ok' }, 'ok'],
    ['enforcement.warning', { status: 'enforcement_warning' }, 'warning'],
    ['enforcement.grace', { status: 'enforcement_grace' }, 'grace'],
    ['enforcement.enforced', { status: 'enforcement_enforced' }, 'enforced'],
    ['enforcement.absent-status', { status: undefined }, 'ok'],
    ['enforcement.disabled-list', { disabled_extensions: ['meter'] }, 'disabled'],
    ['enforcement.disabled-list', { disabled_extensions: ['other'] }, 'ok'],
    ['enforcement.grace-list', { grace_extensions: ['meter'] }, 'grace'],
    ['enforcement.grace-list', { grace_extensions: ['meter'], status: 'enforcement_enforced' }, 'enforced'],
  ])('[%s] %j means %s for this extension', async (_id, part, applies) => {
    await meter.enforce(state(part));
    expect(meter.instance.heard.at(-1)?.applies).toBe(applies);
    expect((await meter.context.enforcementState()).applies).toBe(applies);
  });

  it('[enforcement.unknown-fields] ignores what it does not know', async () => {
    await meter.enforce(state({ status: 'enforcement_new_word', later: 1 }));
    expect(meter.instance.heard.at(-1)).toMatchObject({ status: 'enforcement_ok', applies: 'ok' });
  });
});

describe('usage on a platform with licences', () => {
  let platform: TestPlatform;
  let meter: LiveExtension<Meter>;
  let vendor: CryptoKey;
  let admin: string;

  beforeAll(async () => {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    vendor = pair.privateKey;
    platform = await TestPlatform.start({
      licensing: { vendorKeys: [await exportSPKI(pair.publicKey)], recheckMs: 50 },
    });
    admin = (await platform.platform.keys.create({ name: 'admin', kind: 'client' })).token;
    meter = await platform.create(Meter);
  });
  afterAll(() => platform.stop());

  const api = (method: string, route: string, body?: unknown): Promise<Response> =>
    fetch(`${platform.platform.httpUrl}/api/v1/${route}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    });
  const install = async (jti: string, part: Partial<LicenseClaims> = {}): Promise<void> => {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      jti,
      iat: now - 60,
      exp: now + DAY_S,
      units: 100,
      grace_days: 1,
      rates: { meter: { tables_replicated: 2, bytes_transferred_gb: 1 } },
      ...part,
    };
    const response = await api('POST', 'admin/licenses', { license: await signLicense(claims, vendor) });
    if (!response.ok) throw new Error(await response.text());
  };
  const heard = (applies: EnforcementState['applies']) =>
    eventually(() => meter.instance.heard.at(-1)?.applies === applies);

  it('[enforcement.fetch] [enforcement.enforced] is enforced without a licence, as the platform says when asked', async () => {
    expect(await meter.context.enforcementState()).toMatchObject({
      status: 'enforcement_enforced',
      applies: 'enforced',
    });
  });

  it('[enforcement.broadcast] hears of a licence at once', async () => {
    await install('one');
    await heard('ok');
  });

  it('[usage.report] [usage.result] [usage.units] [usage.enforcement] costs value times rate, and tells the state', async () => {
    const report = await meter.request('replicate', 5);
    expect(report).toMatchObject({
      result: 'ok',
      units: 10.5,
      enforcement: { status: 'enforcement_ok', applies: 'ok' },
    });
  });

  it('[enforcement.warning] [enforcement.grace] goes through warning and grace as units are used up', async () => {
    expect((await meter.request('replicate', 40)).enforcement.applies).toBe('warning');
    await heard('warning');
    expect((await meter.request('replicate', 40)).enforcement.applies).toBe('grace');
    await heard('grace');
  });

  it('[usage.once] counts once where answers are lost, and gives up after the third', async () => {
    await install('spare', { units: 1_000 });
    const used = async () =>
      ((await (await api('GET', 'admin/licenses')).json()) as { used: number }[]).reduce(
        (sum, license) => sum + license.used,
        0,
      );
    const requests = requestsOf(meter.context.connection);
    const request = requests.request.bind(requests);
    const loseAnswers = (count: number) => {
      let left = count;
      requests.request = async (ask) => {
        const answer = await request(ask);
        if (left === 0) return answer;
        left -= 1;
        throw new TimeoutError({ subject: ask.subject, timeoutMs: ask.timeoutMs });
      };
    };
    const before = await used();
    loseAnswers(2);
    expect((await meter.context.reportUsage({ tables_replicated: 3 })).units).toBe(6);
    expect(await used()).toBe(before + 6);
    loseAnswers(3);
    await expect(meter.context.reportUsage({ tables_replicated: 3 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(await used()).toBe(before + 12);
    requests.request = request;
  });

  it('[enforcement.broadcast] [enforcement.fetch] has the same payload on the wire, announced and asked for', async () => {
    const { connection } = meter.context;
    const asked = async () => (await connection.request('cirata.services.usage.enforcement', '{}')).json();
    const announced: unknown[] = [];
    const subscription = connection.subscribe('cirata.symphony.enforcement', {
      callback: (_error, message) => void announced.push(message.json()),
    });
    await connection.flush();
    const before = await asked();
    expect(before).toEqual({
      status: 'enforcement_ok',
      message: expect.any(String),
      disabled_extensions: [],
      grace_extensions: [],
    });
    await meter.context.reportUsage({ unheard_of: 1 });
    await eventually(() => announced.length > 0);
    expect(announced.at(-1)).toEqual({ ...Object(before), disabled_extensions: ['meter'] });
    await install('two', { units: 1, rates: { meter: { unheard_of: 1 } } });
    await heard('ok');
    subscription.unsubscribe();
  });

  it('[usage.unknown-dimension] is disabled by a dimension that no licence has', async () => {
    const { enforcement } = await meter.context.reportUsage({ never_heard_of: 1 });
    expect(enforcement).toMatchObject({ applies: 'disabled', disabledExtensions: ['meter'] });
    await heard('disabled');
  });
});
