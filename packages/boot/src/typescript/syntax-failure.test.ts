import { transform } from '@swc/core';
import { readSyntaxFailure, withoutTrace } from './syntax-failure.js';

const compile = (code: string): Promise<string> =>
  transform(code, { filename: '/app/x.ts', swcrc: false, jsc: { parser: { syntax: 'typescript' } } }).then(
    () => 'it compiles',
    (error: Error) => error.message,
  );

describe('readSyntaxFailure', () => {
  it("finds place and reason in the compiler's own message", async () => {
    const { where, text } = readSyntaxFailure(await compile('const fine = 1;\nconst a = {;\n'));
    expect(where).toBe('/app/x.ts:2');
    expect(text).toMatch(/^Unexpected token `;`[^\n]*$/);
  });

  it('takes any other message as it is', () => {
    expect(readSyntaxFailure('no such thing')).toEqual({ where: '', text: 'no such thing' });
  });
});

describe('withoutTrace', () => {
  it('keeps the source lines and drops the internals of the compiler', async () => {
    const text = withoutTrace(await compile('const a = {;\n'));
    expect(text).toContain('const a = {;');
    expect(text).not.toMatch(/backtrace|Caused by/);
  });
});
