// The process that makes the load. It is asked for one thing at a time by the process that measures.
import { connectAll } from './client.ts';
import { Conversing, type Counters, type Measurement, type Talk } from './conversing.ts';

export type LoadRequest =
  /** Connects all clients, which talk until `finish`; answered when the warm-up is over. */
  | ({ readonly kind: 'talk'; readonly warmUpMilliseconds: number } & Talk)
  | { readonly kind: 'measure'; readonly milliseconds: number }
  | { readonly kind: 'measure-messages'; readonly messages: number }
  /** Waits for everything that is under way and closes the connections. */
  | { readonly kind: 'finish' }
  /** Opens connections and leaves them idle. */
  | { readonly kind: 'hold'; readonly url: string; readonly auths: readonly object[] };

interface Answers {
  readonly talk: true;
  readonly measure: Measurement;
  readonly 'measure-messages': Measurement;
  readonly finish: Counters;
  readonly hold: true;
}
export type LoadAnswer<Kind extends LoadRequest['kind']> = Answers[Kind];

let conversing: Conversing | undefined;

process.on('message', (request) => void answer(request as LoadRequest)); // both ends are of one program
process.on('disconnect', () => process.exit());

async function answer(request: LoadRequest): Promise<void> {
  try {
    process.send?.(await perform(request));
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
}

async function perform(request: LoadRequest): Promise<Answers[LoadRequest['kind']]> {
  switch (request.kind) {
    case 'talk':
      conversing = await Conversing.begin(request);
      await conversing.measure(request.warmUpMilliseconds);
      return true;
    case 'measure':
      return begun().measure(request.milliseconds);
    case 'measure-messages':
      return begun().measureMessages(request.messages);
    case 'finish':
      return begun().finish();
    case 'hold':
      await hold(request.url, request.auths);
      return true;
    default:
      return request satisfies never;
  }
}

function begun(): Conversing {
  if (!conversing) throw new Error('no conversation has begun');
  return conversing;
}

async function hold(url: string, auths: readonly object[]): Promise<void> {
  await connectAll(url, auths, { onAcknowledged: () => undefined, onEvent: () => undefined });
}
