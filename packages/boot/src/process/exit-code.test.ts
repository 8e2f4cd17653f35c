import { EndpointError, InvalidModuleError, RemoteError, SymphonyError } from '@symphony-ts/contract';
import { reportFailure } from './exit-code.js';

/** The output and the exit code for a thrown value. */
function report(thrown: unknown): { readonly code: number; readonly err: string; readonly out: readonly string[] } {
  const lines: string[] = [];
  const out: string[] = [];
  const code = reportFailure(thrown, { out: (line) => out.push(line), err: (line) => lines.push(line) });
  return { code, err: lines.join('\n'), out };
}

describe(reportFailure, () => {
  it('gives 2 for an invalid module, 1 for anything else, and writes nothing to standard output', () => {
    const problem = { where: 'Shop.list', text: 'it has no schema', fix: 'add one' };
    expect(report(new InvalidModuleError({ problems: [problem] }))).toMatchObject({ code: 2, out: [] });
    expect(report(new Error('no'))).toMatchObject({ code: 1, out: [] });
    expect(report('text')).toMatchObject({ code: 1, out: [] });
  });

  it('says an error of the project in its words, without a stack', () => {
    const error = new SymphonyError('NO_TOKEN', { looked: ['SYMPHONY_TOKEN'] });
    expect(report(error).err).toBe(error.message);
  });

  it('says what the system refused in its words, without a stack', () => {
    const error = Object.assign(new Error('EISDIR: illegal operation, read'), { syscall: 'read', code: 'EISDIR' });
    expect(report(error).err).toBe('EISDIR: illegal operation, read');
  });

  it.each([
    ['ENOSPC', 'make room on the disk'],
    ['EDQUOT', 'make room'],
    ['EROFS', 'choose another folder'],
    ['EACCES', 'check the owner and the rights'],
    ['EPERM', 'check the owner and the rights'],
    ['EMFILE', 'raise the limit'],
    ['ENFILE', 'raise fs.file-max'],
  ])('says what to do about %s', (code, remedy) => {
    const error = Object.assign(new Error(`${code}: no, open x`), { syscall: 'open', code });
    expect(report(error).err).toMatch(new RegExp(`^${code}: no, open x; .*${remedy}`));
  });

  it('shows the stack of what nobody expected', () => {
    const error = new TypeError('x is not a function');
    expect(report(error).err).toBe(error.stack);
    const bare = new TypeError('x is not a function');
    Reflect.deleteProperty(bare, 'stack');
    expect(report(bare).err).toBe('x is not a function');
  });

  it.each<[string, unknown, string]>([
    [
      'code, id and details',
      { error: 'no', code: 'E1', id: 'I1', details: { a: 1 } },
      '\n  code: E1\n  error id: I1, as in the log of the service\n  details: { a: 1 }',
    ],
    ['nothing more', { error: 'no' }, ''],
    ['what is no reply of ours', { why: 'no' }, "\n  details: { why: 'no' }"],
    ['nothing at all', undefined, ''],
  ])('adds what a service said: %s', (_what, details, expected) => {
    const error = new RemoteError({ subject: 'x', status: 400, description: 'no', details });
    expect(report(error).err.slice(error.message.length)).toBe(expected);
  });

  it('names a cause in the code of the author, with the place where it was thrown', () => {
    const cause = new EndpointError(400, 'no database');
    cause.stack = 'EndpointError: no database\n    at open (/app/db.ts:3:1)\n    at node:internal/modules/run:1:1';
    const error = new SymphonyError('STARTUP_FAILED', { what: '@OnStart Shop.open', reason: 'no database' }, { cause });
    expect(report(error).err.slice(error.message.length)).toBe(
      `\n  caused by ${cause.name}: no database\n    at open (/app/db.ts:3:1)`,
    );
  });

  it.each<[string, SymphonyError]>([
    ['the message says it and no place is known', startFailed(Object.assign(new Error('no database'), { stack: '' }))],
    ['it explains itself', startFailed(new SymphonyError('NO_TOKEN', { looked: [] }))],
    ['it is no error', startFailed('no database')],
    [
      'the failure is not one of the author',
      new SymphonyError('NO_TOKEN', { looked: [] }, { cause: new Error('in the depth') }),
    ],
  ])('names no cause if %s', (_what, error) => {
    expect(report(error).err).toBe(error.message);
  });
});

function startFailed(cause: unknown): SymphonyError {
  return new SymphonyError('STARTUP_FAILED', { what: '@OnStart Shop.open', reason: 'no database' }, { cause });
}
