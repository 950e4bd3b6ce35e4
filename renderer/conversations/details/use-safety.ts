import { useCallback, useEffect } from 'react';
import type { ResultOf } from '../../../engine/api/api.ts';
import type { Refusal } from '../../../protocol/errors.ts';
import { useApp } from '../../app/app.ts';
import { useStore } from '../../app/use-store.ts';
import { useStateOf } from '../../components/use-state-of.ts';
import type { ConversationFacts } from '../use-conversation-facts.ts';

export interface Safety {
  /** 60 digits; undefined until known, and where there is no one to compare with. */
  readonly digits: string | undefined;
  readonly verified: boolean;
  /** The other's keys are not those seen before: sending has stopped. */
  readonly changed: boolean;
  readonly refusal: Refusal | undefined;
  verify(): Promise<void>;
  accept(): Promise<void>;
}

/** The identity of the other person of a direct conversation, as far as keys prove it. */
export function useSafety({ user, person }: ConversationFacts): Safety {
  const { engine, messenger } = useApp();
  const state = useStore(messenger, ({ status }) => status?.state);
  const owner = user ?? '';
  const [number, setNumber] = useStateOf<ResultOf<'safetyNumber'> | undefined>(owner, undefined);
  const [refusal, setRefusal] = useStateOf<Refusal | undefined>(owner, undefined);
  const fingerprint = person?.fingerprint;

  const load = useCallback(async () => {
    if (user === undefined) return;
    const asked = await engine.call('safetyNumber', { user });
    setNumber(asked.ok ? asked.value : undefined);
    setRefusal(asked.ok ? undefined : asked);
  }, [engine, user, setNumber, setRefusal]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the keys or the connection change
  useEffect(() => {
    load();
    return engine.on('notice', ({ code }) => {
      if (code === 'identity-changed') load();
    });
  }, [load, fingerprint, state]);

  async function decide(method: 'verify' | 'acceptIdentity'): Promise<void> {
    if (user === undefined) return;
    const decided = await engine.call(method, { user });
    if (!decided.ok) return setRefusal(decided);
    await messenger.loadPeople();
    await load();
  }

  return {
    digits: number?.digits,
    verified: person?.verified ?? false,
    changed: number?.changed ?? false,
    refusal,
    verify: () => decide('verify'),
    accept: () => decide('acceptIdentity'),
  };
}
