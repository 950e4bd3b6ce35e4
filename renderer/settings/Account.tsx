import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { EngineStatus } from '../../engine/api/api.ts';
import { useText } from '../app/text.tsx';
import { DeleteAccount } from './DeleteAccount.tsx';

/** Which account this is, and the end of it. */
export function Account({ status }: { readonly status: EngineStatus }) {
  const { settings, accountDeletion } = useText();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <div className="about">
        <dl>
          <dt>{settings.account}</dt>
          <dd>
            <bdi>{status.account}</bdi>
          </dd>
          <dt>{settings.server}</dt>
          <dd>
            <bdi>{status.server}</bdi>
          </dd>
        </dl>
      </div>
      <section className="account-end">
        <h3>{accountDeletion.heading}</h3>
        <p className="field-hint">{accountDeletion.hint}</p>
        <Button className="button" onPress={() => setAsked(true)}>
          {accountDeletion.ask}
        </Button>
      </section>
      {isAsked && <DeleteAccount onClose={() => setAsked(false)} />}
    </>
  );
}
