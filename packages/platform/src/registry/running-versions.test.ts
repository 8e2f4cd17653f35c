import type { Manifest } from '@symphony-ts/contract';
import type { Registration, VersionRecord } from './registration.js';
import { declaredBy, RunningVersions, type RunningVersionsParts } from './running-versions.js';

const MINUTE_MS = 60_000;

/** The fields of a registration that are read. */
const record = (version: string, day: number, more: Partial<VersionRecord> = {}): VersionRecord => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of it is read
  manifest: { prefix: 'orders', version } as Manifest,
  registered: `2030-01-0${day}T00:00:00Z`,
  made: [],
  ...more,
});

/** What the platform knows about `orders`. A test changes it as time passes. */
class World {
  registered: Registration | undefined;
  beside: VersionRecord[] = [];
  live: string[] = [];
  isUnread = false;
  now = 0;
  asked = 0;
  readonly #heard: { registered: (key: string) => void; beside: (key: string) => void } = {
    registered: () => undefined,
    beside: () => undefined,
  };
  readonly versions = new RunningVersions({
    registered: {
      get: (prefix) => (prefix === 'orders' ? this.registered : undefined),
      onChange: (listener) => this.#hear('registered', (key) => listener(key, this.registered)),
    },
    beside: {
      below: (start) => {
        this.asked += 1;
        return start === 'orders.' ? [...this.beside] : [];
      },
      onChange: (listener) => this.#hear('beside', (key) => listener(key, undefined)),
    },
    board: {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else of an instance is read
      instances: () =>
        this.live.map((version) => ({ version })) as ReturnType<RunningVersionsParts['board']['instances']>,
      isUnread: () => this.isUnread,
    },
    now: () => this.now,
  });

  #hear(table: 'registered' | 'beside', listener: (key: string) => void): () => void {
    this.#heard[table] = listener;
    return () => {
      this.#heard[table] = () => undefined;
    };
  }

  /** Reports that the registration, or a version beside it, has changed. */
  tell(table: 'registered' | 'beside'): void {
    this.#heard[table](table === 'registered' ? 'orders' : 'orders.djE');
  }

  /** The served versions. The version that describes the extension comes first. */
  running(): readonly string[] {
    return this.versions.running('orders').map(({ manifest }) => manifest.version);
  }
}

function world(change: Partial<Pick<World, 'registered' | 'beside' | 'live' | 'isUnread'>>): World {
  return Object.assign(new World(), change);
}

describe('the versions that run', () => {
  it.each<[string, Parameters<typeof world>[0], readonly string[]]>([
    ['none of what is not registered', { beside: [record('1', 1)], live: ['1'] }, []],
    ['the registered one, also where nothing runs', { registered: record('2', 2) }, ['2']],
    [
      'it alone, where the others are gone',
      { registered: record('2', 2), beside: [record('1', 1)], live: ['2'] },
      ['2'],
    ],
    ['both', { registered: record('2', 2), beside: [record('1', 1)], live: ['1', '2'] }, ['2', '1']],
    [
      'the others alone, where it is gone',
      { registered: record('2', 2), beside: [record('1', 1)], live: ['1'] },
      ['1'],
    ],
    [
      'none that starts',
      { registered: record('2', 2), beside: [record('3', 3, { starting: ['i'] })], live: ['2', '3'] },
      ['2'],
    ],
    ['no version twice', { registered: record('2', 2), beside: [record('2', 1)], live: ['2'] }, ['2']],
    [
      'the one registered last before the one before it',
      {
        registered: record('4', 4),
        beside: [record('1', 1), record('3', 3), record('2', 2)],
        live: ['1', '2', '3', '4'],
      },
      ['4', '3', '2', '1'],
    ],
    [
      'all, while nobody has read who lives',
      { registered: record('2', 2), beside: [record('1', 1)], isUnread: true },
      ['2', '1'],
    ],
  ])('are %s', (_what, change, expected) => {
    expect(world(change).running()).toEqual(expected);
  });

  it('include the registered version until its first heartbeat is due', () => {
    const scene = world({ registered: record('2', 2), beside: [record('1', 1)], live: ['1'] });
    scene.versions.follow();
    scene.now = 5_000;
    scene.tell('registered');
    scene.now += MINUTE_MS - 1;
    expect([scene.running(), scene.versions.mayRun('orders', '2')]).toEqual([['2', '1'], true]);
    expect(scene.versions.mayRun('orders', '3')).toBe(false);
    scene.now += 1;
    expect([scene.running(), scene.versions.mayRun('orders', '2')]).toEqual([['1'], false]);
  });
});

describe('the versions beside the registered one', () => {
  it('are looked up once while they are followed, and again after a change', () => {
    const scene = world({ registered: record('2', 2), beside: [record('1', 1)], live: ['1', '2'] });
    const end = scene.versions.follow();
    scene.running();
    scene.running();
    expect(scene.asked).toBe(1);
    scene.beside = [];
    scene.tell('beside');
    expect([scene.running(), scene.asked]).toEqual([['2'], 2]);
    end();
    scene.beside = [record('1', 1)];
    expect([scene.running(), scene.running(), scene.asked]).toEqual([['2', '1'], ['2', '1'], 4]);
  });

  it('are not cached for an unregistered prefix, because every tried name would stay', () => {
    const scene = world({});
    scene.versions.follow();
    expect([scene.versions.beside('orders'), scene.versions.beside('orders'), scene.asked]).toEqual([[], [], 2]);
  });
});

describe(declaredBy, () => {
  it('gives the manifests of all versions, those that start included', () => {
    const scene = world({ registered: record('2', 2), beside: [record('1', 1), record('3', 3, { starting: ['i'] })] });
    expect(scene.versions.declared('orders').map(({ version }) => version)).toEqual(['2', '3', '1']);
    scene.registered = undefined;
    expect(scene.versions.declared('orders').map(({ version }) => version)).toEqual(['3', '1']);
  });
});
