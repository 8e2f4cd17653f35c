import { execFileSync } from 'node:child_process';
import { sync as parseCommit } from 'conventional-commits-parser';
import { root } from './project/workspace.js';

/** The last commit before this rule. */
const BEFORE = 'a7937f75b511e1023586a3ae2752630716c62e51';
const TYPES = ['feat', 'fix', 'perf', 'refactor', 'style', 'docs', 'test', 'build', 'ci', 'chore', 'revert'];

const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' });

/** The messages since {@link BEFORE}; none in a shallow clone or an archive, which lack that commit. */
function messages(): string[] {
  try {
    return git('log', '--no-merges', '--format=%B%x00', `${BEFORE}..HEAD`)
      .split('\0')
      .map((message) => message.trim())
      .filter((message) => message !== '');
  } catch {
    return [];
  }
}

/** The problems of one message. */
function problems(message: string): string[] {
  const { type, subject, header } = parseCommit(message, { headerPattern: /^(\w+)(?:\(([^)]*)\))?!?: (.*)$/ });
  const [, second, ...rest] = message.split('\n');
  return [
    ...(type && TYPES.includes(type) ? [] : [`is not "<type>(<scope>): <subject>" with a type of ${TYPES.join(', ')}`]),
    ...(subject?.endsWith('.') ? ['has a subject that ends with a full stop'] : []),
    ...((header?.length ?? 0) > 100 ? ['has a header of more than 100 characters'] : []),
    ...(second === '' && rest.length > 0 ? [] : ['has no body that says why, after an empty line']),
  ].map((problem) => `${message.split('\n')[0]}: ${problem}`);
}

describe('commit messages', () => {
  it('follow Conventional Commits and say why', () => {
    expect(messages().flatMap(problems)).toEqual([]);
  });

  it.each([
    ['storage: one place that makes a request\n\nBecause.', 'is not'],
    ['fix(storage): retry\n', 'has no body'],
    ['fix(storage): retry.\n\nBecause.', 'full stop'],
  ])('are refused: %j', (message, problem) => {
    expect(problems(message).join()).toContain(problem);
  });
});
