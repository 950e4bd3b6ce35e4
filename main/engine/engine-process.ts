// The utility process that hosts the engine: one profile, served to one window at a time.
import { createLogger } from '../logger.ts';
import { createHostedEngine } from './hosted-engine.ts';
import { toEngine } from './messages.ts';

const logger = createLogger('engine', process.env);
const hosted = createHostedEngine((message) => process.parentPort.postMessage(message), logger);

process.parentPort.on('message', ({ data, ports: [port] }) => {
  hosted.receive(toEngine.parse(data), port).catch((error: unknown) => {
    logger.error({ error }, 'the engine’s process can’t go on');
    process.exit(1);
  });
});
