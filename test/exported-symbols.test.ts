import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readExportedSymbols } from './measure/exported-symbols.js';
import { packages, root } from './project/workspace.js';

const indexes = packages.map(({ path }) => `${path}/src/index.ts`).filter((file) => existsSync(join(root, file)));

describe('exported symbols', () => {
  it.each(indexes)('have a docstring: %s', (index) => {
    const symbols = readExportedSymbols(index);
    expect(symbols.length).toBeGreaterThan(0);
    expect(symbols.filter(({ isDocumented }) => !isDocumented).map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });
});
