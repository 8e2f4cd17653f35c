import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages, root } from './project/workspace.js';

const codesIn = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, code = '']) => code);

/** Every code of an error that this project throws. */
const codes = new Set([
  ...codesIn('packages/contract/src/error-table.ts'),
  ...codesIn('packages/jetstream-manager/src/errors/error-codes.ts'),
  ...codesIn('packages/nats-server/src/nats-server-error.ts'),
]);

/** Each `@throws` of a package with its file and its first line. */
const throwsOf = (path: string): { at: string; text: string }[] =>
  readdirSync(join(root, path, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      [...readFileSync(join(root, path, 'src', file), 'utf8').matchAll(/\* .*@throws (.*)/g)].map(([, text = '']) => ({
        at: `${path}/src/${file}`,
        text,
      })),
    );

describe('@throws', () => {
  const all = packages.flatMap(({ path }) => throwsOf(path));

  it('begins with codes in backticks, or says whose errors they are', () => {
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(({ text }) => !/^(?:`\w+`|what `[\w.]+` throws|what (?:a|the) )/.test(text))).toEqual([]);
  });

  it('names codes that exist', () => {
    const named = all.flatMap(({ at, text }) =>
      [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+|ABORTED|TIMEOUT|UNSUPPORTED|INTERNAL)`/g)].map(
        ([, code = '']) => `${at}: ${code}`,
      ),
    );
    expect(named.filter((name) => !codes.has(name.slice(name.lastIndexOf(' ') + 1)))).toEqual([]);
  });
});
