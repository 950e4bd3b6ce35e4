import type { EngineStatus } from '../../engine/api/api.ts';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';
import { Logo } from '../components/Logo.tsx';

export function About({ status }: { status: EngineStatus }) {
  const text = useText();
  const { shell } = useApp();
  return (
    <div className="about">
      <Logo />
      <h3>{text.parley}</h3>
      <p>{text.settings.version(shell.version)}</p>
      <dl>
        <dt>{text.settings.account}</dt>
        <dd>
          <bdi>{status.account}</bdi>
        </dd>
        <dt>{text.settings.server}</dt>
        <dd>
          <bdi>{status.server}</bdi>
        </dd>
      </dl>
      <p>{text.settings.claims}</p>
      <p className="field-hint">{text.settings.licence}</p>
    </div>
  );
}
