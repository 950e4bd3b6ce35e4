import { TriangleAlert } from 'lucide-react';
import type { Refusal } from '../../protocol/errors.ts';
import { useText } from '../app/text.tsx';
import { useTimes } from '../app/use-times.ts';

/** What it means that an account was reset, before its user sets it up again. */
export function AfterReset({ username, refusal }: { username: string; refusal: Refusal }) {
  const { afterReset } = useText().settingUp;
  const times = useTimes();
  const { resetAt, unsent } = refusal.facts ?? {};
  const count = Number(unsent);
  return (
    <div className="after-reset">
      <p>{afterReset.purpose(username, times.date(String(resetAt)))}</p>
      <ul>
        {afterReset.means.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {unsent !== undefined && (
        <p className="erases">
          <TriangleAlert aria-hidden="true" />
          <span>
            {afterReset.erases} {count > 0 && afterReset.unsent(count)}
          </span>
        </p>
      )}
      <p>{afterReset.choose}</p>
    </div>
  );
}
