import { Bell, BellOff } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { endOfMute, type MuteChoice, muteChoices } from '../../../view-models/mute.ts';
import { useApp } from '../../app/app.ts';
import { useText } from '../../app/text.tsx';
import { useTimes } from '../../app/use-times.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';

/** In the details of a conversation: mutes it for a while, or unmutes it. */
export function MuteButton({ facts: { id, muted } }: { facts: ConversationFacts }) {
  const { mute: words } = useText();
  const { engine, notices, announcer } = useApp();
  const times = useTimes();

  async function mute(choice: MuteChoice): Promise<void> {
    const until = endOfMute(choice, new Date());
    const muting = engine.call('mute', { conversation: id, ...(until !== undefined && { until }) });
    if (await notices.showRefusal(muting)) announcer.say(words.nowMuted);
  }

  async function unmute(): Promise<void> {
    const unmuting = engine.call('unmute', { conversation: id });
    if (await notices.showRefusal(unmuting)) announcer.say(words.nowUnmuted);
  }

  if (muted) {
    const { until } = muted;
    return (
      <section className="details-section details-acts">
        <p className="details-hint">
          {until === undefined
            ? words.mutedAlways
            : words.mutedUntil(`${times.date(until)}, ${times.time(until)}`)}
        </p>
        <Button className="details-act" onPress={unmute}>
          <Bell aria-hidden="true" />
          {words.unmute}
        </Button>
      </section>
    );
  }
  return (
    <section className="details-section details-acts">
      <MenuTrigger>
        <Button className="details-act">
          <BellOff aria-hidden="true" />
          {words.mute}
        </Button>
        <Popover className="popover" placement="bottom start">
          <Menu className="menu" aria-label={words.mute}>
            {muteChoices.map((choice) => (
              <MenuItem key={choice} onAction={() => mute(choice)}>
                {words.choices[choice]}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </section>
  );
}
