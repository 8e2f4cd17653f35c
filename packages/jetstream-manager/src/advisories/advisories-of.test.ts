import { advisoriesOf, safeReleases } from './advisories-of.js';
import { advisoryUrl, type ServerAdvisory, serverAdvisories } from './server-advisories.js';

const hole = (since: string, ...fixedIn: string[]): ServerAdvisory => ({
  id: 'CVE-1',
  title: 'something',
  area: 'accounts',
  effect: 'isolation',
  since,
  fixedIn,
});

describe('advisoriesOf', () => {
  it.each([
    ['2.1.9', false],
    ['2.2.0', true],
    ['2.9.10', true],
    ['2.10.26', true],
    ['2.10.27', false],
    ['2.10.29', false],
    ['2.11.0', true],
    ['2.11.0-preview.2', true],
    ['2.11.1', false],
    ['2.12.0', false],
    ['2.15.1', false],
    ['3.0.0', false],
    ['v2.10.5', true],
    ['none', true],
    ['', true],
  ])('finds a hole that 2.10.27 and 2.11.1 mended in %s: %s', (version, isAffected) => {
    expect(advisoriesOf(version, [hole('2.2.0', '2.11.1', '2.10.27')])).toHaveLength(isAffected ? 1 : 0);
  });

  it.each([
    ['2.9.10', ['CVE-2025-30215', 'CVE-2026-33223', 'CVE-2026-58251']],
    ['2.11.15', ['GHSA-wh7g-5m82-pmhr', 'CVE-2026-58251', 'GHSA-g33f-6538-grxh']],
    ['2.12.9', ['GHSA-g33f-6538-grxh']],
  ])('knows those of %s', (version, ids) => {
    expect(advisoriesOf(version).map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });

  it.each(['2.12.12', '2.14.3', '2.15.1'])('knows none of %s', (version) => {
    expect(advisoriesOf(version)).toEqual([]);
  });
});

describe('safeReleases', () => {
  it.each([
    [[hole('2.2.0', '2.10.27', '2.11.1')], ['2.10.27', '2.11.1']],
    [
      [hole('2.2.0', '2.10.27', '2.11.1'), hole('2.2.0', '2.11.15', '2.12.6')],
      ['2.11.15', '2.12.6'],
    ],
    [[], []],
  ])('names the lowest mended release of each line', (advisories, expected) => {
    expect(safeReleases(advisories)).toEqual(expected);
  });
});

describe('serverAdvisories', () => {
  it('names each hole once, with a place to read about it', () => {
    expect(new Set(serverAdvisories.map(({ id }) => id)).size).toBe(serverAdvisories.length);
    for (const advisory of serverAdvisories) expect(advisoryUrl(advisory)).toMatch(/^https:.*(CVE|GHSA)-/);
  });
});
