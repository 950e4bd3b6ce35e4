import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules', 'out', 'release'],
    globalSetup: [
      'tools/electron-double/chromium-setup.ts',
      'test/window/support/build-app.ts',
      'test/support/prepared-accounts-setup.ts',
    ],
    setupFiles: ['test/support/leaks.ts'],
    reporters: ['./test/support/quiet-reporter.ts'],
    // A test drives processes of its own (servers, clients, Chromium): two files at once fill two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What crosses processes takes its time on a busy machine.
    expect: { poll: { timeout: 10_000 } },
  },
});
