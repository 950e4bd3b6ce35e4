import { useEffect, useState } from 'react';
import { useApp } from '../../window/app.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** The timeline of the conversation that is open, for as long as it is. */
export function useTimeline(conversation: string, own: string, restarts: number): Timeline | undefined {
  const { engine, watching } = useApp();
  const [timeline, setTimeline] = useState<Timeline>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds has other places after a restart
  useEffect(() => {
    const opened = createTimeline(engine, conversation, own, watching.get);
    setTimeline(opened);
    return opened.close;
  }, [engine, conversation, own, watching, restarts]);

  return timeline;
}

/** How often one has gone on with another history of the conversation than the one that was open. */
export function useRestarts(stopped: string | undefined): number {
  const [seen, setSeen] = useState({ stopped, restarts: 0 });
  if (seen.stopped === stopped) return seen.restarts;
  const restarts = seen.restarts + (stopped === undefined ? 1 : 0);
  setSeen({ stopped, restarts });
  return restarts;
}
