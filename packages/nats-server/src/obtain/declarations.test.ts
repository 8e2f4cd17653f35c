import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = join(__dirname, '..', '..', 'obtain');
const root = join(__dirname, '..', '..', '..', '..');
const compilerOptions = [
  '--ignoreConfig --allowJs --checkJs --declaration --emitDeclarationOnly --strict --skipLibCheck',
  '--noUncheckedIndexedAccess --noPropertyAccessFromIndexSignature',
  '--target es2022 --lib es2023 --module nodenext --types node',
  `--typeRoots ${join(root, 'node_modules', '@types')}`,
];

/** Differences that only come from formatting. */
const strip = (text: string): string => text.replaceAll(/[\s,;|'"]/g, '');

describe('the declarations of obtain/*.mjs', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'obtain-declarations-'));
    // Compiles without the declarations beside the sources, so that the compiler reads the sources.
    cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith('.d.mts') });
    const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
    const args = compilerOptions.join(' ').split(' ');
    execFileSync(join(root, 'node_modules', '.bin', 'tsc'), [...args, ...files], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(readdirSync(source).filter((name) => name.endsWith('.mjs')))('are what the compiler reads in %s', (name) => {
    const declaration = name.replace('.mjs', '.d.mts');
    expect(strip(readFileSync(join(source, declaration), 'utf8'))).toBe(
      strip(readFileSync(join(folder, declaration), 'utf8')),
    );
  });
});
