import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readExportedMembers } from './measure/exported-members.js';
import { readExportedSymbols } from './measure/exported-symbols.js';
import { packages, root } from './project/workspace.js';

const indexes = packages.map(({ path }) => `${path}/src/index.ts`).filter((file) => existsSync(join(root, file)));

describe('exported symbols', () => {
  it.each(indexes)('have a docstring: %s', (index) => {
    const symbols = readExportedSymbols(index);
    expect(symbols.length).toBeGreaterThan(0);
    expect(symbols.filter(({ isDocumented }) => !isDocumented).map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it.each(indexes)('have a docstring on each member: %s', (index) => {
    const missing = readExportedMembers(index).filter(({ isDocumented }) => !isDocumented);
    expect(missing.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  });

  it('have members that are found', () => {
    const names = readExportedMembers('packages/extension/src/index.ts').map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['EndpointOptions.timeoutMs', 'RestResponse.json']));
    expect(names.length).toBeGreaterThan(100);
  });
});
