import { defineConfig, devices } from '@playwright/test';
import { BROWSER_FLAGS } from './e2e/browser';

export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/services-global-setup.ts',
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  // A test that needs a second try is a test to mend.
  retries: 0,
  // One more than two cores have work for: browsers wait for servers, and tests for a time to be over.
  workers: 3,
  // Generous: on a machine with other work, a page that is slow is not a page that is wrong.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    screenshot: 'only-on-failure',
    // Read when a browser is launched, after the global setup has found one.
    launchOptions: { executablePath: process.env['TEST_BROWSER'] ?? '', args: BROWSER_FLAGS },
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], colorScheme: 'light' } },
    {
      name: 'phone',
      use: { ...devices['Pixel 7'], colorScheme: 'dark' },
      // What these prove is nothing that one sees, or the widths it needs are its own: once is enough.
      testIgnore: /(admin-rules|back-button|injection|tabs|token-watch)\.spec\.ts$/,
    },
  ],
});
