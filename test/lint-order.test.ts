import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './project/workspace.js';

/** Lints a folder with `files` by the rules of this repository. Returns the output of oxlint. */
async function lint(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'symphony-lint-'));
  try {
    await symlink(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(folder, file, '..'), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
    return await new Promise((resolve) => {
      execFile(process.execPath, [oxlint, '--format=json', '.'], { cwd: folder }, (_error, stdout) => resolve(stdout));
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('npm run lint', () => {
  it('refuses an import from a floor above, and names the page that explains it', async () => {
    const said = await lint({
      'packages/contract/src/wrong.ts': "import { openBucket } from '@symphony-ts/storage';\nopenBucket;\n",
    });
    expect(said).toContain('packages/contract/src/wrong.ts');
    expect(said).toContain('see \\"Import order\\" in docs/architecture.md');
  });

  it("refuses another package's internals from above, too", async () => {
    const said = await lint({
      'packages/storage/src/wrong.ts':
        "import { createNatsBus } from '@symphony-ts/client/internal';\ncreateNatsBus;\n",
    });
    expect(said).toContain('packages/storage may not import this package');
  });

  it('takes an import from a floor below', async () => {
    const said = await lint({
      'packages/storage/src/right.ts': "import { ROOT } from '@symphony-ts/contract';\nexport const root = ROOT;\n",
    });
    expect(said).not.toContain('may not import');
  });
});
