import { fileURLToPath } from 'node:url';

// Runs the unit tests of one package only: its own tests must notice a mutant, not the tests of its users. The
// transformation is the same as in ../jest.config.ts, which Stryker cannot load.
export default {
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  roots: [`<rootDir>/packages/${process.env.MUTATION_PACKAGE}/src`],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  sandboxInjectedGlobals: ['Math', 'Float64Array', 'Uint8Array'],
  moduleNameMapper: {
    '^@symphony-ts/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^@symphony-ts/([a-z-]+)/internal$': '<rootDir>/packages/$1/src/internal.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.(ts|tsx|js|mjs)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // These packages contain only ES modules.
  transformIgnorePatterns: [
    '/node_modules/(?!(jose|openid-client|oauth4webapi|oidc-provider|chokidar|readdirp|nanoid|quick-lru|eta|koa)/)',
  ],
};
