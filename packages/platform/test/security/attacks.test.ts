import { type Attack, openScene, type Scene } from './attack-scene.js';
import { type AttackName, type AttackRow, attackTable } from './attack-table.js';
import { attacksByName } from './attacks-by-name.js';
import { attacksByReply } from './attacks-by-reply.js';
import { attacksOfClients } from './attacks-of-clients.js';

const attacks: Readonly<Record<AttackName, Attack>> = { ...attacksByReply, ...attacksByName, ...attacksOfClients };

let scene: Scene & AsyncDisposable;
let server: 'works on 2.9' | 'works on 2.15';
beforeAll(async () => {
  scene = await openScene();
  const version = scene.world.orders.nc.info?.version ?? '';
  server = version.startsWith('2.9.') ? 'works on 2.9' : 'works on 2.15';
});
afterAll(() => scene[Symbol.asyncDispose]());

const rows = Object.entries<AttackRow>(attackTable).map(([name, row]) => [row.what, name as AttackName, row] as const);

describe('somebody', () => {
  it.each(rows)('%s (%s)', async (_what, name, { outcome, control }) => {
    const tried = attacks[name];
    expect(await tried.attack(scene)).toBe(outcome === 'open');
    expect(tried.control === undefined).toBe(control === 'not tried');
    if (tried.control) expect(await tried.control(scene)).toBe(control === 'works' || control === server);
  });
});
