import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './project/workspace.js';

const print = (text: string): string => `node -e "console.log('${text}')"`;

describe('run-beside', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'run-beside-'));
    const scripts = {
      waits: `node -e "const wait = setInterval(() => { if (require('node:fs').existsSync('done')) { clearInterval(wait); console.log('waited'); } }, 20)"`,
      writes: `node -e "require('node:fs').writeFileSync('done', ''); console.log('wrote')"`,
      good: print('all good'),
      bad: `${print('a lot of reasons')} && exit 3`,
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'beside', private: true, scripts }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...names: readonly string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [join(root, 'scripts/testing/run-beside.mjs'), ...names], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, npm_config_update_notifier: 'false' },
    });

  it('runs scripts at the same time, and prints the output of the first before that of the others', () => {
    const { status, stdout } = run('waits', 'writes');
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => /^(waited|wrote)$/.test(line))).toEqual(['waited', 'wrote']);
  });

  it('waits for all of them, and names those that failed', () => {
    const { status, stdout, stderr } = run('bad', 'good', 'missing');
    expect(status).toBe(1);
    expect(stdout).toMatch(/a lot of reasons[^]*all good/);
    expect(stderr).toContain('failed: bad, missing');
  });
});
