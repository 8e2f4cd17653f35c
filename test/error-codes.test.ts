import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorTable } from '@symphony-ts/contract';
import { errorCodes } from '../packages/jetstream-manager/src/errors/error-codes.js';
import type { SeenError, SeenPackageError } from './errors/seen-errors.js';
import { testExists } from './parity/citations.js';
import { packages, root } from './project/workspace.js';

const textsOf = (path: string, isWanted: (file: string) => boolean): string =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => !/(?:^|\/)(?:dist|node_modules)\//.test(file) && file.endsWith('.ts') && isWanted(file))
    .map((file) => readFileSync(join(root, path, file), 'utf8'))
    .join('\n');

const isTest = (file: string): boolean => /\.test\.ts$|conformance|-cases\.ts$/.test(file);
const codes = Object.keys(errorTable);
/** Finds a code in quotes, in a list in a title, or after the name of a class, but not as a part of another code. */
const isNamedIn = (text: string) => (code: string) => new RegExp(`\\b${code}\\b`).test(text);

const seen = JSON.parse(readFileSync(join(root, 'test/errors/seen-errors.json'), 'utf8')) as Record<string, SeenError>;
const textOf = (code: string, params: unknown): string =>
  (errorTable as Record<string, { text: (params: never) => string }>)[code]?.text(params as never) ?? '';

describe('the table of errors', () => {
  it('shows an error of each code as a test has seen it, and nothing else', () => {
    expect(Object.keys(seen)).toEqual(codes);
  });

  // If its error no longer occurs, the test itself fails: see errors/watch-errors.ts.
  it('says of each of them what it says now, and names a test that exists', () => {
    const stale = Object.entries(seen).filter(
      ([code, { test, params, text }]) => textOf(code, params) !== text || !testExists(root, test),
    );
    expect(stale).toEqual([]);
  });

  it('has a test for each code', () => {
    const tests = packages.map(({ path }) => textsOf(path, isTest)).join('\n');
    expect(codes.filter((code) => !isNamedIn(tests)(code))).toEqual([]);
  });

  it('has no code that nothing throws', () => {
    const isSource = (file: string): boolean =>
      !isTest(file) && !file.endsWith('error-table.ts') && !file.includes('test/');
    const sources = packages.map(({ path }) => textsOf(path, isSource)).join('\n');
    expect(codes.filter((code) => !isNamedIn(sources)(code))).toEqual([]);
  });
});

describe('the errors of packages with a table of their own', () => {
  const seenInPackages = JSON.parse(readFileSync(join(root, 'test/errors/seen-package-errors.json'), 'utf8')) as Record<
    string,
    Record<string, SeenPackageError>
  >;

  it('are shown as tests have seen them, each code', () => {
    const source = readFileSync(join(root, 'packages/nats-server/src/nats-server-error.ts'), 'utf8');
    const [remedies = ''] = source.split('as const');
    expect(Object.keys(seenInPackages['nats-server'] ?? {})).toEqual(
      [...remedies.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, code]) => code),
    );
    expect(Object.keys(seenInPackages['jetstream-manager'] ?? {})).toEqual(Object.keys(errorCodes));
  });

  // If its error no longer occurs, the test itself fails: see errors/watch-errors.ts.
  it('name tests that exist', () => {
    const tests = Object.values(seenInPackages).flatMap((errors) => Object.values(errors).map(({ test }) => test));
    expect(tests.filter((test) => !testExists(root, test))).toEqual([]);
  });
});
