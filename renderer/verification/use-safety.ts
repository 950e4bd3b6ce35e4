import { useCallback, useEffect } from 'react';
import type { ResultOf } from '../../engine/api/api.ts';
import type { Refusal, Result } from '../../protocol/errors.ts';
import { useApp } from '../app/app.ts';
import { useStore } from '../app/use-store.ts';
import { useStateOf } from '../components/use-state-of.ts';

export interface Safety {
  /** 60 digits, and what the other can read as a code; undefined until known, and where there is no one to compare with. */
  readonly number: Pick<ResultOf<'safetyNumber'>, 'digits' | 'code'> | undefined;
  readonly verified: boolean;
  /** The other's keys are not those seen before: sending has stopped. */
  readonly changed: boolean;
  readonly refusal: Refusal | undefined;
  /** With the code that the other's screen shows, only if that proves the keys. */
  verify(code?: string): Promise<Result<unknown>>;
  unverify(): Promise<Result<unknown>>;
}

/** The identity of another person, as far as keys prove it. */
export function useSafety(user: string | undefined): Safety {
  const { engine, messenger } = useApp();
  const state = useStore(messenger, ({ status }) => status?.state);
  const person = useStore(messenger, ({ people }) => (user === undefined ? undefined : people.get(user)));
  const isAsked = useStore(messenger, ({ conversations }) =>
    conversations.some(({ keyChanges }) => keyChanges?.people.some((one) => one.user === user)),
  );
  const owner = user ?? '';
  const [number, setNumber] = useStateOf<ResultOf<'safetyNumber'> | undefined>(owner, undefined);
  const [refusal, setRefusal] = useStateOf<Refusal | undefined>(owner, undefined);
  const { fingerprint, verified = false } = person ?? {};

  const load = useCallback(async () => {
    if (user === undefined) return;
    const asked = await engine.call('safetyNumber', { user });
    setNumber(asked.ok ? asked.value : undefined);
    setRefusal(asked.ok ? undefined : asked);
  }, [engine, user, setNumber, setRefusal]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the keys, a question about them, a decision or the connection change
  useEffect(() => {
    load();
    return engine.on('notice', ({ code }) => {
      if (code === 'identity-changed') load();
    });
  }, [load, fingerprint, verified, state, isAsked]);

  async function decide(decision: Promise<Result<unknown>>): Promise<Result<unknown>> {
    const decided = await decision;
    setRefusal(decided.ok ? undefined : decided);
    if (decided.ok) await Promise.all([messenger.loadPeople(), load()]);
    return decided;
  }

  return {
    number,
    verified: number?.verified ?? verified,
    changed: number?.changed ?? false,
    refusal,
    verify: (code) => decide(engine.call('verify', { user: owner, ...(code !== undefined && { code }) })),
    unverify: () => decide(engine.call('unverify', { user: owner })),
  };
}
