import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillTables } from './tables.js';

it('docs/security.md has the tables that the tests run over (write-tables.mjs writes them)', () => {
  const page = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'security.md'), 'utf8');
  expect(page).toContain('extensions.catalog.changed');
  expect(page).toBe(fillTables(page));
});
