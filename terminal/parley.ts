#!/usr/bin/env node
import { explain, run } from './run.ts';

// A bug outside any command's own promise: the same sentence and exit code.
process.on('uncaughtException', (error) => process.exit(explain(error)));
const exitCode = await run(process.argv.slice(2));
// What was written to a pipe may still be on its way.
await new Promise((written) => process.stdout.write('', written));
process.exit(exitCode);
