/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/** Dependencies that ship ES modules only; jest runs CommonJS, so swc turns them too. */
const esmOnly = [
  'jose',
  'openid-client',
  'oauth4webapi',
  'oidc-provider',
  'chokidar',
  'readdirp',
  'nanoid',
  'quick-lru',
  'eta',
  'koa',
];

const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

const shared: Config = {
  testEnvironment: 'node',
  // A look-up of a global is slow in a sandbox of jest, and nkeys make millions: a signature took 76 ms instead of 7.
  sandboxInjectedGlobals: ['Math', 'Float64Array', 'Uint8Array'],
  roots: ['<rootDir>/packages', '<rootDir>/examples', '<rootDir>/faults', '<rootDir>/test'],
  // Tests see every sibling package as source; mixing in `dist` would give one class two identities.
  moduleNameMapper: {
    '^@symphony-ts/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^@symphony-ts/([a-z-]+)/internal$': '<rootDir>/packages/$1/src/internal.ts',
    '^fast-check$': '<rootDir>/test/support/fast-check.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '^.+\\.(ts|tsx|js|mjs)$': ['@swc/jest', swc] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/'],
};

const setUp = ['<rootDir>/test/errors/watch-errors.ts', '<rootDir>/test/support/compare-bytes.ts'];

const config: Config = {
  // Tests wait for conditions, and `eventually` gives up first; this only ends what would wait for ever.
  testTimeout: 120_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      setupFilesAfterEnv: setUp,
      testMatch: [
        '**/src/**/*.test.ts',
        '<rootDir>/packages/platform-ui/browser/**/*.test.ts',
        '<rootDir>/test/**/*.test.ts',
        '<rootDir>/examples/*/test/**/*.test.ts',
      ],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/packed/'],
    },
    {
      ...shared,
      displayName: 'integration',
      setupFilesAfterEnv: setUp,
      testMatch: ['<rootDir>/packages/*/test/**/*.test.ts', '!**/*.long.test.ts'],
      // The oldest server that the SDK supports does not keep accounts apart; the platform is tested on it all the same.
      setupFiles: ['<rootDir>/test/project/allow-vulnerable-server.ts'],
    },
    {
      // A browser, processes of the command line, clusters, floods and faults: `npm run test:long`.
      ...shared,
      displayName: 'long',
      setupFilesAfterEnv: setUp,
      testMatch: ['<rootDir>/packages/*/test/**/*.long.test.ts'],
      setupFiles: ['<rootDir>/test/project/allow-vulnerable-server.ts'],
    },
    {
      ...shared,
      displayName: 'hostile',
      testMatch: ['<rootDir>/packages/*/test/**/*.hostile.ts'],
      setupFiles: ['<rootDir>/test/project/allow-vulnerable-server.ts'],
    },
    { ...shared, displayName: 'packed', testMatch: ['<rootDir>/test/packed/**/*.test.ts'] },
  ],
};
export default config;
