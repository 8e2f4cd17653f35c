import { floors, planned } from './floors.js';
import { packages } from './workspace.js';

/** One entry of `overrides` in `.oxlintrc.json`. */
export interface LintOverride {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, unknown>>;
}

const nameOf = new Map(packages.map(({ folder, manifest }) => [folder, manifest.name]));
const order = [...Object.keys(floors), ...planned];

/** The lint rule for one package: it names the siblings that the package may not import, and forbids its own index. */
function importOverride(folder: string): LintOverride {
  const forbidden = order
    .filter((other) => other !== folder && !floors[folder]?.includes(other))
    .map((other) => nameOf.get(other) ?? `@symphony-ts/${other}`);
  const patterns = [
    {
      group: forbidden.flatMap((name) => [name, `${name}/*`]),
      message: `packages/${folder} may not import this package: see "Import order" in docs/architecture.md.`,
    },
    { group: ['**/index.js'], message: 'Inside a package import the file, not its index.' },
  ];
  return {
    files: [`packages/${folder}/src/**`],
    rules: { 'no-restricted-imports': ['error', { patterns: patterns.filter(({ group }) => group.length > 0) }] },
  };
}

/** True for the overrides that are generated from the floors table. */
export const isImportOverride = ({ files, rules }: LintOverride): boolean =>
  files.every((pattern) => /^packages\/[^/]+\/src\/\*\*$/.test(pattern)) && 'no-restricted-imports' in rules;

/** The overrides for all packages, in the order of the table. */
export const buildImportOverrides = (): LintOverride[] => Object.keys(floors).map(importOverride);
