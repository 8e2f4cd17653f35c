import { transform } from 'esbuild';
import * as extension from '../index.js';

/** Runs a source with decorators that are compiled as the standard defines them. */
async function run(source: string): Promise<void> {
  const { code } = await transform(source, { loader: 'ts', format: 'cjs', target: 'node20' });
  const { AppModule, Endpoint, Extension, Injectable, OnStart, Rest } = extension;
  const names = { AppModule, Endpoint, Extension, Injectable, OnStart, Rest };
  // oxlint-disable-next-line typescript/no-implied-eval -- the compiled source of the test itself
  new Function(...Object.keys(names), code)(...Object.values(names));
}

const about = `{ prefix: 'a', name: 'A', version: '1.0.0' }`;

describe('decorators that are compiled as the standard has them', () => {
  it.each([
    ['a method', `@Extension(${about}) class A { @Endpoint() greet() {} }`, 'of method greet'],
    ['an operation', `class A { @Rest('GET', '/a') list() {} }`, 'of method list'],
    ['a hook', 'class A { @OnStart() begin() {} }', 'of method begin'],
    ['an extension', `@Extension(${about}) class A {}`, 'of class A'],
    ['a module', '@AppModule({ extensions: [] }) class M {}', 'of class M'],
    ['a part', '@Injectable() class P {}', 'of class P'],
    ['a method, not called', 'class A { @Endpoint greet() {} }', 'of method greet'],
    ['a class, not called', '@Extension class A {}', 'of class A'],
  ])('of %s are refused with the compiler option that is missing', async (_what, source, where) => {
    await expect(run(source)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringMatching(new RegExp(`${where}.*experimentalDecorators`)),
    });
  });
});
