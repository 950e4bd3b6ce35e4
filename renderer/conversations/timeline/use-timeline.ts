import { useEffect } from 'react';
import { useStateOf } from '../../components/use-state-of.ts';
import { useApp } from '../../window/app.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** The timeline of the conversation that is open, for as long as it is. */
export function useTimeline(conversation: string, own: string): Timeline | undefined {
  const { engine, watching } = useApp();
  const [timeline, setTimeline] = useStateOf<Timeline | undefined>(conversation, undefined);

  useEffect(() => {
    const opened = createTimeline(engine, conversation, own, watching.get);
    setTimeline(opened);
    return opened.close;
  }, [engine, conversation, own, watching, setTimeline]);

  return timeline;
}
