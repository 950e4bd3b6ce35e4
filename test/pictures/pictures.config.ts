// `npm run pictures` makes the README's pictures, `npm run screens` one of every screen: not part of the suite,
// because a picture is looked at.
import { defineConfig } from 'vitest/config';
import suite from '../../vitest.config.ts';

export default defineConfig({
  test: { ...suite.test, include: ['test/pictures/*.pictures.ts'], testTimeout: 120_000 },
});
