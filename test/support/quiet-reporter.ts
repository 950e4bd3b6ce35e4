import type { SerializedError, TestModule } from 'vitest/node';
import { MinimalReporter } from 'vitest/node';

/** Prints failures only, and closes with the one line `N passed, N failed` that CI reads as the count. */
export default class QuietReporter extends MinimalReporter {
  override onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: 'passed' | 'interrupted' | 'failed',
  ): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = errors.length + modules.filter((module) => module.errors().length > 0).length;
    const failed = count('failed') + broken;
    if (failed > 0 || reason !== 'passed') super.onTestRunEnd(modules, errors, reason);
    const skipped = count('skipped');
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    process.stdout.write(`${count('passed')} passed, ${failed} failed${tail}\n`);
  }
}
