import { useCallback, useState } from 'react';

/** State that begins anew with another owner, in a component that stays. Updates for an earlier owner are dropped. */
export function useStateOf<Value>(owner: string, initial: Value): [Value, (value: Value) => void] {
  const [state, setState] = useState({ owner, value: initial });
  if (state.owner !== owner) setState({ owner, value: initial });
  const set = useCallback(
    (value: Value) => setState((now) => (now.owner === owner ? { owner, value } : now)),
    [owner],
  );
  return [state.owner === owner ? state.value : initial, set];
}
