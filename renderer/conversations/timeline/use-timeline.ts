import { useEffect, useState } from 'react';
import { createTimeline, type Timeline } from '../../../view-models/timeline/timeline.ts';
import { useApp } from '../../app/app.ts';
import { useStateOf } from '../../components/use-state-of.ts';

/** The timeline of the conversation that is open, for as long as it is. */
export function useTimeline(conversation: string, own: string, restarts: number): Timeline | undefined {
  const { engine, watching } = useApp();
  const [timeline, setTimeline] = useStateOf<Timeline | undefined>(conversation, undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds has other places after a restart
  useEffect(() => {
    const opened = createTimeline(engine, conversation, own, watching.get);
    setTimeline(opened);
    return opened.close;
  }, [engine, conversation, own, watching, restarts, setTimeline]);

  return timeline;
}

/** How often a person has gone on with another history of the conversation than the one that was open. */
export function useRestarts(conversation: string, stopped: string | undefined): number {
  const [seen, setSeen] = useState({ conversation, stopped, restarts: 0 });
  if (seen.conversation === conversation && seen.stopped === stopped) return seen.restarts;
  const goesOn = seen.conversation === conversation && stopped === undefined;
  const restarts = seen.restarts + (goesOn ? 1 : 0);
  setSeen({ conversation, stopped, restarts });
  return restarts;
}
