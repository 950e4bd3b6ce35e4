// Channels that talk: on each one sends and the others receive. A message counts when it has been
// acknowledged to its sender and delivered to its receivers.
import { setTimeout } from 'node:timers/promises';
import { decodePage } from '../protocol/records.ts';
import { type Client, type ClientListener, connectAll, connectClient } from './client.ts';
import { PreparedRequest, type Sending } from './prepared-request.ts';
import { percentile } from './statistics.ts';

export interface Channel extends Sending {
  readonly sender: object;
  /** On all channels equally many. */
  readonly receivers: readonly object[];
  /** The counter of its next frame. */
  readonly counter: number;
}

export interface Talk {
  readonly url: string;
  readonly channels: readonly Channel[];
  /** At most so many unacknowledged messages a channel; without it as many as the pace asks for. */
  readonly inFlight?: number;
  /** Messages a second, all channels together; without it as fast as it goes. */
  readonly perSecond?: number;
}

export interface Measurement {
  /** Delivered and acknowledged. */
  readonly messages: number;
  readonly milliseconds: number;
  /** From when it was due, or sent where there is no pace, to its acknowledgement. */
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** How busy this process was: near 1 it measures itself. */
  readonly busy: number;
}

/** The next counter of every channel. */
export type Counters = readonly number[];

interface Line {
  readonly sender: Client;
  readonly receivers: readonly Client[];
  readonly request: PreparedRequest;
  readonly firstCounter: number;
  /** When each message was sent or due. */
  readonly times: number[];
  acknowledged: number;
}

const DRAIN_MILLISECONDS = 30_000;

export class Conversing {
  readonly #talk: Talk;
  #lines: readonly Line[] = [];
  #latencies: number[] = [];
  #acknowledged = 0;
  #delivered = 0;
  #sent = 0;
  #running = true;

  static async begin(talk: Talk): Promise<Conversing> {
    const conversing = new Conversing(talk);
    conversing.#lines = await Promise.all(talk.channels.map((channel) => conversing.#connect(channel)));
    if (talk.perSecond !== undefined) void conversing.#keepPace(talk.perSecond);
    else for (const line of conversing.#lines) conversing.#fill(line);
    return conversing;
  }

  private constructor(talk: Talk) {
    this.#talk = talk;
  }

  get #receivers(): number {
    return this.#talk.channels[0]?.receivers.length ?? 1;
  }

  async measure(milliseconds: number): Promise<Measurement> {
    return this.#measure(() => setTimeout(milliseconds));
  }

  async measureMessages(messages: number): Promise<Measurement> {
    const end = this.#acknowledged + messages;
    return this.#measure(async () => {
      while (this.#acknowledged < end) await setTimeout(1);
    });
  }

  async finish(): Promise<Counters> {
    this.#running = false;
    const deadline = performance.now() + DRAIN_MILLISECONDS;
    while (this.#acknowledged < this.#sent || this.#delivered < this.#sent * this.#receivers) {
      if (performance.now() > deadline)
        throw new Error(`${this.#sent} were sent, only ${this.#delivered} arrived`);
      await setTimeout(5);
    }
    for (const client of this.#lines.flatMap(({ sender, receivers }) => [sender, ...receivers]))
      client.close();
    return this.#lines.map(({ firstCounter, times }) => firstCounter + times.length);
  }

  async #measure(wait: () => Promise<unknown>): Promise<Measurement> {
    this.#latencies = [];
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    const [acknowledged, delivered] = [this.#acknowledged, this.#delivered];
    await wait();
    const milliseconds = performance.now() - began;
    const { user, system } = process.cpuUsage(cpu);
    return {
      messages: Math.min(this.#acknowledged - acknowledged, (this.#delivered - delivered) / this.#receivers),
      milliseconds,
      p50Milliseconds: percentile(this.#latencies, 0.5),
      p99Milliseconds: percentile(this.#latencies, 0.99),
      busy: (user + system) / 1_000 / milliseconds,
    };
  }

  async #connect(channel: Channel): Promise<Line> {
    const { url } = this.#talk;
    const listener: ClientListener = {
      onAcknowledged: () => undefined,
      onEvent: (name, payload) => this.#deliver(name, payload),
    };
    const receivers = await connectAll(url, channel.receivers, listener);
    const sender = await connectClient(url, channel.sender, {
      onAcknowledged: (_, answer) => this.#acknowledge(line, answer),
      onEvent: () => undefined,
    });
    const request = new PreparedRequest(channel);
    const line: Line = {
      sender,
      receivers,
      request,
      firstCounter: channel.counter,
      times: [],
      acknowledged: 0,
    };
    return line;
  }

  #send(line: Line, time: number): void {
    const nth = line.times.push(time) - 1;
    this.#sent += 1;
    line.sender.send(line.request, nth, line.firstCounter + nth);
  }

  #fill(line: Line): void {
    const { inFlight = 1 } = this.#talk;
    const now = performance.now();
    while (this.#running && line.times.length - line.acknowledged < inFlight) this.#send(line, now);
  }

  /** Acknowledgements of one connection come in the order of its requests. */
  #acknowledge(line: Line, answer: unknown): void {
    if ((answer as { readonly ok?: unknown }).ok !== true) throw new Error(JSON.stringify(answer));
    this.#latencies.push(performance.now() - line.times[line.acknowledged]!); // it was sent
    line.acknowledged += 1;
    this.#acknowledged += 1;
    if (this.#talk.perSecond === undefined) this.#fill(line);
  }

  #deliver(name: string, payload: unknown): void {
    if (name === 'relayed') this.#delivered += 1;
    if (name !== 'conversations:records') return;
    const { page } = payload as { readonly page: Uint8Array }; // as the protocol has it
    this.#delivered += decodePage(page)?.length ?? 0;
  }

  /** A late turn doesn't excuse: what became due in the meantime is sent late, and counted from when it was due. */
  async #keepPace(perSecond: number): Promise<void> {
    const began = performance.now();
    while (this.#running) {
      const due = ((performance.now() - began) * perSecond) / 1_000;
      while (this.#sent < due) {
        const line = this.#lines[this.#sent % this.#lines.length]!; // there is at least one
        this.#send(line, began + (this.#sent * 1_000) / perSecond);
      }
      await setTimeout(1);
    }
  }
}
