import type { SerializedError, TestModule, TestSpecification } from 'vitest/node';
import { MinimalReporter } from 'vitest/node';

const STEPS = 10;

/** Prints failures, how far a long run has come, and at last the line `N passed, N failed` that CI reads as the count. */
export default class QuietReporter extends MinimalReporter {
  #files = 0;
  #done = 0;

  override onTestRunStart(specifications: readonly TestSpecification[]): void {
    super.onTestRunStart(specifications);
    this.#files = specifications.length;
    this.#done = 0;
  }

  override onTestModuleEnd(module: TestModule): void {
    super.onTestModuleEnd(module);
    this.#done += 1;
    const step = (done: number) => Math.floor((done * STEPS) / this.#files);
    // A few files are soon done.
    if (this.#files < 2 * STEPS || step(this.#done) === step(this.#done - 1)) return;
    const percent = (step(this.#done) * 100) / STEPS;
    process.stdout.write(`  ${percent} % (${this.#done} of ${this.#files} files)\n`);
  }

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
