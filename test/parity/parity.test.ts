import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findCitations, testExists } from './citations.js';
import { readParity } from './read-parity.js';
import { renderParity } from './render-parity.js';

const root = join(__dirname, '..', '..');
const abilities = readParity(__dirname);
const citations = findCitations(root);
const known = new Set(abilities.map(({ id }) => id));

describe('the package', () => {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'packages/extension/package.json'), 'utf8'));

  it('[start.install] is one to install, of ES modules, for Node 20.19 and later', () => {
    expect(manifest).toMatchObject({
      name: '@symphony-ts/extension',
      type: 'module',
      engines: { node: '>=20.19' },
      exports: { '.': { types: expect.any(String), default: expect.any(String) } },
    });
  });
});

it('[usage.checkpoints] the guide says when to report', () => {
  expect(readFileSync(join(root, 'docs/guides/usage.md'), 'utf8')).toContain(
    'Report after a batch of work, not after each operation.',
  );
});

describe('parity with the other SDKs', () => {
  it('has each id once', () => {
    expect(abilities.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index)).toEqual([]);
  });

  it('says of each ability which page has it', () => {
    const odd = abilities.filter(({ pages, status }) => (pages.length === 0) !== (status === 'beyond'));
    expect(odd.map(({ id }) => id)).toEqual([]);
  });

  it('has a test for each ability that is there', () => {
    const untested = abilities.filter(({ id, status, test }) => status !== 'later' && !citations.has(id) && !test);
    expect(untested.map(({ id }) => id)).toEqual([]);
  });

  it('names tests that exist', () => {
    const missing = abilities.flatMap(({ test }) => (test === undefined || testExists(root, test) ? [] : [test]));
    expect(missing).toEqual([]);
  });

  it('is cited by ids that it has', () => {
    const chapters = new Set([...known].map((id) => id.split('.')[0]));
    const unknown = [...citations.keys()].filter((id) => chapters.has(id.split('.')[0]) && !known.has(id));
    expect(unknown).toEqual([]);
  });

  it('is what docs/parity.md shows; npm run docs writes it anew', () => {
    expect(readFileSync(join(root, 'docs/parity.md'), 'utf8')).toBe(renderParity(abilities, citations));
  });
});
