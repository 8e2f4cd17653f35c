// @ts-check
// Writes the tables of the tests into docs/security.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const page = new URL('../../../../docs/security.md', import.meta.url);
const entry = new URL('tables.ts', import.meta.url);
const { outputFiles } = await build({
  entryPoints: [entry.pathname],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const { fillTables } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
writeFileSync(page, fillTables(readFileSync(page, 'utf8')));
