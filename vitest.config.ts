import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Folders whose tests want a database or the built server; everything else is pure and fast. */
const ON_SERVICES = ['tests/{api,domain,infra,use-cases}/**/*.test.{ts,tsx}', 'tests/schema-agreement.test.ts'];

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    // One more than two cores have work for: some files do little but wait for a time to be over.
    maxWorkers: 3,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ON_SERVICES,
          setupFiles: ['tests/harness/guards.ts'],
          // Some start the linter; nothing here waits for anything else.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'api',
          // Files hand their server on to each other (tests/harness/use-server.ts).
          isolate: false,
          include: ON_SERVICES,
          setupFiles: ['tests/harness/guards.ts', 'tests/harness/answers-setup.ts'],
          globalSetup: ['tests/harness/services-global-setup.ts'],
          testTimeout: 30_000,
          // The first server of a run may have to wait for the build.
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
