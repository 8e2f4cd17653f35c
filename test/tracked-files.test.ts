import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project/workspace.js';

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '');

/** Every line of a tracked text file that matches `pattern`, as `file:line: text`. */
function findLines(pattern: RegExp, accept: (file: string) => boolean = () => true): string[] {
  return tracked.filter(accept).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    if (text.includes('\0')) return []; // not text
    return text
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : []));
  });
}

describe('tracked files', () => {
  it('hold no path of one machine', () => {
    // `me` is the user in examples. The character class keeps this line from matching itself.
    const homes = ['/home/(?!me/|me\\b)', '/Users/(?!me/|me\\b)', '/root/', '/wor[k]/'].map(
      (start) => `${start}[a-z.]`,
    );
    expect(findLines(new RegExp(`(^|["'\`\\s=(])(${homes.join('|')})`))).toEqual([]);
  });

  it('name no host of packages', () => {
    expect(findLines(/"resolved": "https?:/, (file) => file === 'package-lock.json')).toEqual([]);
    const mirrors = ['deb', 'snapshot', 'archive', 'security', 'ftp'].map((name) => `${name}\\.(debian|ubuntu)\\.`);
    expect(findLines(new RegExp(mirrors.join('|')))).toEqual([]);
  });

  it('hold nothing that tools write', () => {
    expect(tracked.filter((file) => /(^|\/)(node_modules|dist|coverage)\/|\.tsbuildinfo$|\.log$/.test(file))).toEqual(
      [],
    );
  });
});

describe('source files', () => {
  const sources = tracked.filter((file) => /^packages\/[^/]+\/src\/.*\.tsx?$/.test(file) && !file.endsWith('.test.ts'));

  it('stay under 400 lines, or say on top why they are longer', () => {
    const long = sources.filter((file) => {
      const lines = readFileSync(join(root, file), 'utf8').split('\n');
      return lines.length > 400 && !/^(\/\/|\/\*)/.test(lines[0] ?? '');
    });
    expect(long).toEqual([]);
  });

  it('are named in kebab-case, after what they export', () => {
    const name = /\/[a-z0-9]+(-[a-z0-9]+)*(\.(test|test-types|generated|examples|d))?\.tsx?$/;
    expect(sources.filter((file) => !name.test(file))).toEqual([]);
    expect(sources.filter((file) => /(utils?|helpers?|common|misc)\//.test(file))).toEqual([]);
  });
});
