// `npm run measure`: the figures of each package. `-- --reach` also runs the unit tests to measure their reach. `-- --write`
// updates the table in CONTRIBUTING.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages, root } from '../project/workspace.js';
import { measurePackage, type PackageFigures } from './package-figures.js';
import { measureUnitReach } from './unit-reach.js';

const BEGIN = '<!-- measure: begin -->';
const END = '<!-- measure: end -->';

type Row = PackageFigures & { readonly reach: number | undefined };

const columns: readonly (readonly [title: string, text: (row: Row) => string | number])[] = [
  ['package', ({ folder }) => `\`${folder}\``],
  ['files', ({ files }) => files],
  ['lines', ({ lines }) => lines],
  ['median', ({ medianLines }) => medianLines],
  ['p90', ({ p90Lines }) => p90Lines],
  ['< 15', ({ tinyFiles }) => tinyFiles],
  ['functions', ({ functions }) => functions],
  ['exports with docstring', ({ documented, exports }) => `${documented} of ${exports}`],
  ['circles of files, folders', ({ fileCircles, folderCircles }) => `${fileCircles}, ${folderCircles}`],
  ['used once', ({ usedOnce }) => usedOnce],
  ['casts', ({ casts }) => casts],
  ['`any`, `!`', ({ any, nonNull }) => `${any}, ${nonNull}`],
  ['unit reach', ({ reach }) => (reach === undefined ? '–' : `${Math.round(reach * 100)} %`)],
];

const withReach = process.argv.includes('--reach');
const rows = packages.map((pack) => ({
  ...measurePackage(pack),
  reach: withReach ? measureUnitReach(pack) : undefined,
}));
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = [
  line(columns.map(([title]) => title)),
  line(columns.map((_, index) => (index === 0 ? '---' : '--:'))),
  ...rows.map((row) => line(columns.map(([, text]) => text(row)))),
].join('\n');
console.log(table);

if (process.argv.includes('--write')) {
  const page = join(root, 'CONTRIBUTING.md');
  const text = readFileSync(page, 'utf8');
  const [before = '', rest = ''] = text.split(BEGIN);
  const [, after = ''] = rest.split(END);
  writeFileSync(page, `${before}${BEGIN}\n\n${table}\n\n${END}${after}`);
}
