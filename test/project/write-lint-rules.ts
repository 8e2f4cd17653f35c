// Updates the import rules in .oxlintrc.json from the floors table. `npm run docs` runs it.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildImportOverrides, isImportOverride, type LintOverride } from './lint-rules.js';
import { readJson, root } from './workspace.js';

const file = join(root, '.oxlintrc.json');
const config = readJson<{ readonly overrides: readonly LintOverride[] }>('.oxlintrc.json');
const overrides = [...buildImportOverrides(), ...config.overrides.filter((override) => !isImportOverride(override))];
writeFileSync(file, JSON.stringify({ ...config, overrides }));
execFileSync(process.execPath, [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--write', file]);
