import { isTestFile, listFiles, readJson } from './project/workspace.js';

interface Group {
  readonly because: string;
  readonly files: readonly string[];
}

const groups = readJson<readonly Group[]>('scripts/testing/newest-only.json');
const once = groups.flatMap(({ files }) => files);
const integration = listFiles('packages', (file) => /^packages\/[^/]+\/test\//.test(file) && isTestFile(file));
const packageOf = (file: string): string => file.split('/')[1] ?? '';

describe('integration files that run on the newest server alone', () => {
  it('exist, and are listed once', () => {
    expect(once.filter((file) => !integration.includes(file))).toEqual([]);
    expect(once.filter((file, index) => once.indexOf(file) !== index)).toEqual([]);
  });

  it('have a reason', () => {
    expect(groups.filter(({ because }) => because.length < 20)).toEqual([]);
  });

  it('leave each package something to show on the oldest server', () => {
    const onBoth = new Set(integration.filter((file) => !once.includes(file)).map(packageOf));
    expect(once.map(packageOf).filter((name) => !onBoth.has(name))).toEqual([]);
  });
});
