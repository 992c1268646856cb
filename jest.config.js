/** Jest in ESM mode; swc strips the types, `tsc --noEmit` checks them (npm test runs both). */
export default {
  testEnvironment: 'node',
  // A hang is what it is for: how fast a test is says the bench, and a busy machine is no fault.
  testTimeout: 60_000,
  // Modules of a suite are never freed: a worker of some gigabytes collects garbage for long, and is slow to start a kustomize.
  workerIdleMemoryLimit: '800MB',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '/repo/'],
};
