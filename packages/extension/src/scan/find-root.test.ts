import 'reflect-metadata';
import { formatProblem, InvalidModuleError } from '@symphony-ts/contract';
import { AppModule } from '../decorators/app-module.js';
import { Extension } from '../decorators/extension.js';
import { defineExtension } from '../define/define-extension.js';
import { importDecorated } from '../metadata/decorated-classes.js';
import { readApplication } from './read-application.js';

const identity = { name: 'X', version: '1.0.0' };

@Extension({ ...identity, prefix: 'a' })
class A {}
@Extension({ ...identity, prefix: 'b' })
class B {}
const inCode = defineExtension({ ...identity, prefix: 'code' });
@AppModule({ extensions: [A] })
class App {}
@AppModule({ extensions: [inCode] })
class Mixed {}

const prefixesOf = (source: unknown): readonly string[] =>
  readApplication(source).model.extensions.map((extension) => extension.prefix);

const problemsOf = (source: unknown): readonly string[] => {
  try {
    readApplication(source);
    return [];
  } catch (error) {
    return (error as InvalidModuleError).problems.map(formatProblem);
  }
};

describe('the root of an application', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['an extension class', A, ['a']],
    ['a definition', inCode, ['code']],
    ['a module class', App, ['a']],
    ['a module class that lists a definition', Mixed, ['code']],
    ['exports with extensions', { A, B, inCode, other: 1 }, ['a', 'b', 'code']],
    ['exports in which one class stands twice', { A, default: A }, ['a']],
    ['exports with a module class', { A, App }, ['a']],
    ['a CommonJS module seen from ESM', { default: { App }, 'module.exports': { App } }, ['a']],
  ])('is found in %s', (_what, source, prefixes) => {
    expect(prefixesOf(source)).toEqual(prefixes);
  });

  it('is inherited by a class that is named itself, not by exported ones', () => {
    class Derived extends A {}
    expect(prefixesOf(Derived)).toEqual(['a']);
    expect(prefixesOf({ Derived, B })).toEqual(['b']);
  });

  it.each<[string, unknown, string]>([
    [
      'nothing',
      undefined,
      'the module: it exports no @AppModule or @Extension class; export the class that is to be booted',
    ],
    [
      'a plain class',
      class Plain {},
      'Plain: it is neither @AppModule nor @Extension; export the class that is to be booted',
    ],
    [
      'two module classes',
      { App, Mixed },
      'Mixed: the module exports App as @AppModule already; export one @AppModule class',
    ],
  ])('is not %s', (_what, source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });

  it('is refused where its list holds something else', () => {
    @AppModule({ extensions: [undefined as never, A, A] })
    class Wrong {}
    @AppModule({ extensions: [] })
    class Empty {}
    expect(problemsOf(Wrong)).toEqual([
      'Wrong @AppModule extension 1: it is not an extension; list classes and definitions; in an import cycle one is undefined',
      "A: prefix 'a' belongs to A already; give each extension a prefix of its own",
      'A: it is listed twice; list it once',
    ]);
    expect(problemsOf(Empty)).toEqual(['Empty @AppModule: it has no extensions; list them: { extensions: [Catalog] }']);
  });

  it('warns of an exported extension that the module does not list', () => {
    expect(readApplication({ App, B }).warnings.map(formatProblem)).toEqual([
      'B: App does not list it, so it is not started; add it to App @AppModule',
    ]);
  });

  it('names classes that a module decorates and does not export', async () => {
    const load = (exported: boolean) =>
      importDecorated(async () => {
        @Extension({ ...identity, prefix: 'hidden' })
        class Hidden {}
        @Extension({ ...identity, prefix: 'shown' })
        class Shown {}
        return { ...(exported ? { Shown } : {}), used: Hidden.name };
      });
    expect(problemsOf(await load(false))).toEqual([
      'the module: it exports no @AppModule or @Extension class; decorated but not exported: Hidden, Shown; export the class that is to be booted',
    ]);
    expect(readApplication(await load(true)).warnings.map(formatProblem)).toEqual([
      'Hidden: it is decorated but not exported, so it is not started; export it, or list it in an @AppModule',
    ]);
  });
});
