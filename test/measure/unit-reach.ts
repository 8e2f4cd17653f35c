import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, type WorkspacePackage } from '../project/workspace.js';

interface CoverageSummary {
  readonly total: { readonly lines: { readonly total: number; readonly covered: number } };
}

/** The share of a package's lines that its own unit tests execute, 0 to 1. */
export function measureUnitReach({ path }: WorkspacePackage): number {
  const folder = mkdtempSync(join(tmpdir(), 'symphony-reach-'));
  try {
    execFileSync(
      process.execPath,
      [
        join(root, 'node_modules/jest/bin/jest.js'),
        '--selectProjects=unit',
        '--passWithNoTests',
        '--silent',
        `--testPathPatterns=${path}/src/`,
        '--coverage',
        `--collectCoverageFrom=${path}/src/**/*.ts`,
        `--collectCoverageFrom=!**/*.{test,test-types}.ts`,
        '--coverageReporters=json-summary',
        `--coverageDirectory=${folder}`,
      ],
      { cwd: root, stdio: ['ignore', 'ignore', 'ignore'] },
    );
    const { lines } = (JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8')) as CoverageSummary)
      .total;
    return lines.total === 0 ? 1 : lines.covered / lines.total;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
