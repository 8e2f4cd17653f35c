import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { SeenError } from './seen-errors.js';

/*
 * Watches which errors really occur while a test runs. `seen-errors.json` names a test for each code; the tests that it names fail
 * where their error no longer occurs. With COLLECT_ERRORS=FILE, what all tests see is appended to that file.
 */
const root = join(__dirname, '..', '..');
const seen = JSON.parse(readFileSync(join(__dirname, 'seen-errors.json'), 'utf8')) as Record<string, SeenError>;
const collected = process.env['COLLECT_ERRORS'];
const file = relative(root, expect.getState().testPath ?? '');
const wanted = Object.entries(seen).filter(([, error]) => error.file === file);

if (wanted.length > 0 || collected !== undefined) {
  // The module that the test file will see: as source, whatever it imports it by.
  const { errorTable } = jest.requireActual<typeof import('../../packages/contract/src/error-table.js')>(
    '../../packages/contract/src/error-table.js',
  );
  const raised = new Map<string, unknown>();
  for (const [code, entry] of Object.entries(errorTable)) {
    const { text } = entry as { text: (params: unknown) => string };
    const watched = (params: unknown): string => {
      if (isMadeBySources() && !raised.has(code)) raised.set(code, params);
      return text(params);
    };
    Object.defineProperty(entry, 'text', { value: watched });
  }

  beforeEach(() => raised.clear());

  afterEach(() => {
    const { currentTestName: name } = expect.getState();
    const missing = wanted.filter(([code, error]) => error.name === name && !raised.has(code)).map(([code]) => code);
    if (collected !== undefined) collect(collected, { file, name, raised: [...raised] });
    // Regenerate seen-errors.json where the error is now seen in another test: see CONTRIBUTING.md.
    expect({ 'errors that docs/errors.md says this test sees, and that did not occur': missing }).toEqual({
      'errors that docs/errors.md says this test sees, and that did not occur': [],
    });
  });
}

function collect(path: string, lines: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `${JSON.stringify(lines)}\n`);
}

/** False where a test made the error itself. */
function isMadeBySources(): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 12;
  const frames = (new Error('stack').stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = limit;
  const maker =
    frames.find((frame) => !/contract\/src\/(?:symphony-error|error-table)|test\/errors\//.test(frame)) ?? '';
  return /\/packages\/[a-z-]+\/(?:src|browser)\//.test(maker) && !/\.test\.tsx?\b|\.test-types\./.test(maker);
}
