import { type FormEvent, useState } from 'react';
import type { Refusal, Result } from '../../protocol/errors.ts';

export interface Submission {
  readonly busy: boolean;
  readonly refusal: Refusal | undefined;
  submit(event: FormEvent): void;
  /** Sends it again with what was refused, which the user accepts. */
  accept(): void;
}

/** A form that is sent once at a time and remembers what the answer refused. */
export function useSubmission<Value>(
  send: (accepted?: Refusal) => Promise<Result<Value>> | undefined,
  onDone?: (value: Value) => void,
  onRefused?: (refusal: Refusal) => void,
): Submission {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();

  async function run(accepted?: Refusal): Promise<void> {
    const sending = send(accepted);
    if (!sending) return;
    setBusy(true);
    setRefusal(undefined);
    const result = await sending;
    setBusy(false);
    if (result.ok) {
      onDone?.(result.value);
    } else {
      setRefusal(result);
      onRefused?.(result);
    }
  }

  return {
    busy,
    refusal,
    submit(event) {
      event.preventDefault();
      if (!busy) run();
    },
    accept() {
      if (!busy && refusal) run(refusal);
    },
  };
}
