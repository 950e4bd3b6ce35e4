// For how long the user can mute a conversation.
export const muteChoices = ['hour', 'tomorrow', 'always'] as const;
export type MuteChoice = (typeof muteChoices)[number];

const HOUR_MILLISECONDS = 3_600_000;
/** When tomorrow begins, by the clock of this computer. */
const MORNING_HOUR = 8;

/** ISO 8601 UTC; undefined where only the user unmutes it. */
export function endOfMute(choice: MuteChoice, now: Date): string | undefined {
  if (choice === 'always') return;
  if (choice === 'hour') return new Date(now.getTime() + HOUR_MILLISECONDS).toISOString();
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  return new Date(year, month, day + 1, MORNING_HOUR).toISOString();
}
