import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'out', 'release'],
    globalSetup: ['test/electron-double/chromium-setup.ts', 'test/window/support/build-app.ts'],
    setupFiles: ['test/support/leaks.ts'],
    reporters: ['./test/support/quiet-reporter.ts'],
    // Two cores: more files at once only make the waits of the real sockets and processes longer.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
