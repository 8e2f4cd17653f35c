// @ts-check
// Follows the steps of a new user in a folder outside the clone, with the tarballs of `npm run pack`: `npm run test:outside`.
// `--manager npm|pnpm|yarn`, `--node 20|24` and `--tarballs FOLDER` select a part. By default yarn, which takes longest, runs
// on one Node only, and only up to the tests of the installed project.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { obtainNatsServer } from '../packages/nats-server/obtain/obtain-nats-server.mjs';
import { obtainTools } from './outside/obtain-tools.mjs';
import { runFirstHour } from './outside/run-first-hour.mjs';
import { runNode } from './run-node.mjs';

const { values } = parseArgs({
  options: {
    manager: { type: 'string', multiple: true },
    node: { type: 'string', multiple: true, default: ['20', '24'] },
    tarballs: { type: 'string' },
  },
});

const work = await mkdtemp(join(tmpdir(), 'symphony-outside-'));
try {
  const tarballs = resolve(values.tarballs ?? join(work, 'tarballs'));
  if (values.tarballs === undefined) runNode('scripts/pack.mjs', '--out', tarballs);
  const { server } = await obtainNatsServer({ range: 'newest', env: process.env });
  if (!server) throw new Error('there is no nats-server of the newest supported release: npm run setup');
  for (const node of values.node) {
    const tools = await obtainTools(join(work, `tools-${node}`), node);
    for (const manager of values.manager ?? (node === '24' ? ['npm', 'pnpm', 'yarn'] : ['npm', 'pnpm'])) {
      const managerProgram = tools.managers.get(manager);
      if (!managerProgram)
        throw new Error(`--manager ${manager}: it is one of ${[...tools.managers.keys()].join(', ')}`);
      console.log(`\n${manager} on Node ${node}`);
      const folder = join(work, `${manager}-${node}`);
      await runFirstHour({
        folder,
        tarballs,
        natsServer: server.path,
        managerProgram,
        node: tools.node,
        withVitest: manager === 'npm' && node === '20',
        asImage: manager === 'npm' && node === '24',
        installsOnly: manager === 'yarn' && values.manager === undefined,
      });
    }
  }
} finally {
  await rm(work, { recursive: true, force: true, maxRetries: 5 });
}
