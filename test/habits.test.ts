import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCode, isTestFile, listFiles, packages, root, shippedCode } from './project/workspace.js';

const sources = packages.flatMap(({ path }) => shippedCode(path));
const isCode = (file: string): boolean => /\.(tsx?|mjs)$/.test(file) && !isTestFile(file);
/** Code that is not published, but read: benchmarks, examples, scripts and fault scenarios. */
const others = [
  ...packages.flatMap(({ path }) => allCode(path)).filter((file) => !sources.includes(file)),
  ...['examples', 'faults/src', 'scripts'].flatMap((folder) => listFiles(folder, isCode)),
];
const everything = [...sources, ...others];

/** All lines that match `pattern`, except in the files that are allowed to contain it. */
function findLines(pattern: RegExp, homes: readonly string[] = [], files: readonly string[] = sources): string[] {
  return files
    .filter((file) => !homes.includes(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
    );
}

describe('imports', () => {
  it('take zod as a namespace, of which a bundle holds what is used: `{ z }` brings its texts in sixty languages', () => {
    expect(findLines(/import (type )?\{.*\bz\b.*\} from 'zod'/)).toEqual([]);
  });
});

describe('promises', () => {
  it('are told by isPromiseLike: queries of Prisma, Knex and Mongoose are no Promise', () => {
    const home = ['packages/contract/src/promise-like.ts'];
    expect(findLines(/instanceof Promise\b/, home)).toEqual([]);
    expect(findLines(/['"]then['"]\s+in\s|\.then\s*={2,3}|typeof\s[^;]*\.then\b(?!\()/, home)).toEqual([]);
  });
});

describe('errors', () => {
  // Each of these compares a brand, so that two installed copies of a package recognize each other's errors.
  const families = [
    'packages/contract/src/endpoint-error.ts',
    'packages/contract/src/symphony-error.ts',
    'packages/jetstream-manager/src/errors/manager-error.ts',
    'packages/nats-server/src/nats-server-error.ts',
  ];
  // Thrown and caught inside one command or one page of the browser, and never passed to a caller.
  const internal = [
    'packages/boot/src/doctor/finding.ts',
    'packages/jsm/src/process/usage-error.ts',
    'packages/platform-ui/browser/bridge/bridge-error.ts',
    'packages/platform-ui/browser/connect/disconnected-error.ts',
    'packages/platform-ui/browser/data/api.ts',
    'packages/platform-ui/browser/kit/lazy-part.ts',
    'packages/platform-ui/browser/symphony/open-bucket.ts',
  ];

  it('belong to a family that instanceof finds by its brand', () => {
    expect(findLines(/\bextends (Error|TypeError|RangeError)\b/, [...families, ...internal])).toEqual([]);
    const unbranded = families.filter(
      (file) => !readFileSync(join(root, file), 'utf8').includes('[Symbol.hasInstance]'),
    );
    expect(unbranded).toEqual([]);
  });

  it('have a name that no minifier changes', () => {
    expect(findLines(/\.name = (new\.target|this\.constructor)\b/)).toEqual([]);
  });

  it('are made of thrown values by toError alone', () => {
    // These files may not import the contract.
    const alone = /^packages\/(jetstream-manager|jsm|nats-server|platform-ui\/worker)\//;
    const home = ['packages/contract/src/to-error.ts'];
    const found = findLines(/new Error\(String\(|instanceof Error \? \w+(\.message)? :/, home);
    expect(found.filter((line) => !alone.test(line))).toEqual([]);
  });

  it('become a reply by refusalOf alone', () => {
    expect(findLines(/instanceof EndpointError\b/, ['packages/contract/src/refusal.ts', families[0] ?? ''])).toEqual(
      [],
    );
  });
});

describe('optional properties', () => {
  // Finds `...(name === undefined ? {} : { name })`, which `withoutUndefined({ name })` can replace. A spread that computes its
  // property, or also omits an empty text, is different and may stay.
  const longhand = /\.\.\.\((\w+(?:\.\w+)*) (?:=== undefined \? \{\} :|!== undefined &&) \{ (?:\w+: )?\1 \}\)/;
  // These run for each message, span or request, where copying the object would be too slow.
  const hot = [
    'packages/jetstream-manager/src/messages/message-metadata.ts',
    'packages/observability/src/trace/encode-traces.ts',
    'packages/platform/src/http/request-envelope.ts',
    'packages/platform/src/usage/usage-meter.ts',
  ];
  // Code that cannot import a module of ours, or whose bundle is loaded into each frame of a page.
  const alone = [
    'packages/nats-server/src/process-identity.ts',
    'packages/nats-server/src/store-lock.ts',
    'packages/platform-ui/browser/frame/bridged-request.ts',
    'packages/platform-ui/browser/pages/mui-theme.tsx',
  ];

  it('are left out by withoutUndefined everywhere else', () => {
    const files = new Set(findLines(longhand, [], everything).map((line) => line.slice(0, line.indexOf(':'))));
    expect([...files].toSorted()).toEqual([...hot, ...alone].toSorted());
  });
});

describe('caught values', () => {
  it('are called error', () => {
    const wrong = findLines(/\bcatch \((?!error\b)|\.catch\((?:async )?\((?!error\b|_|\))/, [], everything);
    expect(wrong).toEqual([]);
  });
});

describe('parameters and variables', () => {
  it('are named for what they hold, not one', () => {
    const one =
      /(?:\(|, |\b(?:const|let) )one(?:\)? =>|: [A-Z]| of | = |, \w+\) =>|\): one is)|\[(?:\w+, )*_?one[\],](?! two\b)|\b_one\b|\b(?<!['"`.])one\.[a-z]\w*\b/;
    expect(findLines(one, [], everything)).toEqual([]);
  });
});

describe('lines of the log', () => {
  // Finds a call with its fields. Parentheses in its arguments are nested once at most.
  const call = /\b(?:logger|log)\.(?:debug|info|warn|error)\((?:[^()]|\([^()]*\))*\)/gi;
  const asText =
    /\b(?:error|reason|thrown|exception): (?:toError\(|(?:error|cause|thrown|reason)\b(?:\.message|\.stack)?[\s,}])/;

  it('give an error whole, as the field err: its stack and causes belong there', () => {
    const found = sources.flatMap((file) =>
      (readFileSync(join(root, file), 'utf8').match(call) ?? [])
        .filter((text) => asText.test(text))
        .map((text) => `${file}: ${text.replaceAll(/\s+/g, ' ')}`),
    );
    expect(found).toEqual([]);
  });
});

describe('constructors', () => {
  // The body ends at the brace with the indentation of a class member.
  const bodies = /^( +)(?:private |protected )?constructor\([^]*?^\1\}$/gm;
  const starts = /\b(?:setInterval|setTimeout|spawn|fork)\(|\.(?:subscribe|addHook)\(|\bvoid this\./;

  it('assign: timers, subscriptions and processes are begun by a static method whose name says so', () => {
    const found = sources.flatMap((file) =>
      (readFileSync(join(root, file), 'utf8').match(bodies) ?? []).filter((body) => starts.test(body)).map(() => file),
    );
    expect(found).toEqual([]);
  });
});

describe('scripts', () => {
  it('are checked by the compiler, as `npm run types` runs it', () => {
    const folders = ['scripts', ...packages.flatMap(({ path }) => [`${path}/build`, `${path}/obtain`])];
    const scripts = folders
      .filter((folder) => existsSync(join(root, folder)))
      .flatMap((folder) => listFiles(folder, (file) => file.endsWith('.mjs')));
    const unchecked = scripts.filter((file) => !readFileSync(join(root, file), 'utf8').includes('// @ts-check\n'));
    // Its imports are only installed in the project of a test.
    expect(unchecked).toEqual(['scripts/outside/vitest.config.mjs']);
  });
});
