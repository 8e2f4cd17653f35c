import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { SeenError, SeenPackageError } from './seen-errors.js';

/*
 * Watches which errors occur while a test runs. `seen-errors.json` and `seen-package-errors.json` name a test for each code.
 * Such a test fails if its error no longer occurs. With COLLECT_ERRORS=FILE, the errors of all tests are appended to that file.
 */
const root = join(__dirname, '..', '..');
const readSeen = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, name), 'utf8'));
const seen = readSeen('seen-errors.json') as Record<string, SeenError>;
const seenInPackages = readSeen('seen-package-errors.json') as Record<string, Record<string, SeenPackageError>>;
const collected = process.env['COLLECT_ERRORS'];
const file = relative(root, expect.getState().testPath ?? '');

/** A code and its table: `symphony` or the name of a package. */
interface Wanted {
  readonly key: string;
  readonly name: string;
  /** A text that the message must contain. Set for unit tests of packages, because their texts are the same in every run. */
  readonly text?: string;
}

const TEMPORARY = /\/tmp\/[\w-]+/g;

const wantedOf = (table: string, errors: Readonly<Record<string, SeenPackageError>>): Wanted[] =>
  Object.entries(errors)
    .filter(([, error]) => error.file === file)
    .map(([code, { name, text }]) => ({
      key: `${table} ${code}`,
      name,
      ...(table !== 'symphony' && file.includes('/src/') ? { text: text.replaceAll(TEMPORARY, '') } : {}),
    }));

const wanted = [
  ...wantedOf('symphony', seen),
  ...Object.entries(seenInPackages).flatMap(([table, errors]) => wantedOf(table, errors)),
];
const isWatched = (table: string): boolean =>
  collected !== undefined || wanted.some(({ key }) => key.startsWith(`${table} `));

/** The parameters of an error, or its text, by table and code. */
const raised = new Map<string, unknown>();

const note = (key: string, content: unknown): void => {
  if (isMadeBySources() && !raised.has(key)) raised.set(key, content);
};

if (isWatched('symphony')) {
  // The test file will get the same module, from its source, under whichever name it imports it.
  const { errorTable } = jest.requireActual<typeof import('../../packages/contract/src/error-table.js')>(
    '../../packages/contract/src/error-table.js',
  );
  for (const [code, entry] of Object.entries(errorTable)) {
    const { text } = entry as { text: (params: unknown) => string };
    const watched = (params: unknown): string => {
      note(`symphony ${code}`, params);
      return text(params);
    };
    Object.defineProperty(entry, 'text', { value: watched });
  }
}

if (isWatched('nats-server')) {
  const { NatsServerError } = jest.requireActual<typeof import('../../packages/nats-server/src/nats-server-error.js')>(
    '../../packages/nats-server/src/nats-server-error.js',
  );
  watchClass('nats-server', NatsServerError);
}

if (isWatched('jetstream-manager')) {
  const { JetStreamManagerError } = jest.requireActual<
    typeof import('../../packages/jetstream-manager/src/errors/manager-error.js')
  >('../../packages/jetstream-manager/src/errors/manager-error.js');
  watchClass('jetstream-manager', JetStreamManagerError);
}

if (wanted.length > 0 || collected !== undefined) {
  beforeEach(() => raised.clear());

  afterEach(() => {
    const { currentTestName } = expect.getState();
    const missing = wanted
      .filter((error) => error.name === currentTestName && !hasOccurred(error))
      .map(({ key }) => key);
    if (collected !== undefined) collect(collected, { file, name: currentTestName, raised: [...raised] });
    // If another test sees the error now, generate the lists again: see CONTRIBUTING.md.
    expect({ 'errors that docs/errors.md says this test sees, and that did not occur': missing }).toEqual({
      'errors that docs/errors.md says this test sees, and that did not occur': [],
    });
  });
}

function hasOccurred({ key, text = '' }: Wanted): boolean {
  if (!raised.has(key)) return false;
  return text === '' || String(raised.get(key)).replaceAll(TEMPORARY, '').includes(text);
}

/** Inserts a class between the watched class and `Error`. It sees the message `[CODE] what; remedy` of each new error. */
function watchClass(table: string, watched: typeof Error | (abstract new (...args: never[]) => Error)): void {
  class Watching extends Error {
    constructor(message?: string, options?: ErrorOptions) {
      super(message, options);
      const [, code = ''] = /^\[(\w+)\]/.exec(message ?? '') ?? [];
      note(`${table} ${code}`, message);
    }
  }
  Object.setPrototypeOf(watched, Watching);
}

function collect(path: string, lines: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `${JSON.stringify(lines)}\n`);
}

/** False if the test itself created the error. */
function isMadeBySources(): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 12;
  const frames = (new Error('stack').stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = limit;
  const makers = /contract\/src\/(?:symphony-error|error-table)|nats-server-error\.|errors\/(?:manager|api)-error\./;
  const maker = frames.find((frame) => !makers.test(frame) && !/test\/errors\//.test(frame)) ?? '';
  return /\/packages\/[a-z-]+\/(?:src|browser)\//.test(maker) && !/\.test\.tsx?\b|\.test-types\./.test(maker);
}
