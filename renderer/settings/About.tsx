import type { EngineStatus } from '../../engine/api.ts';
import { Logo } from '../components/Logo.tsx';
import { useText } from '../text/text.tsx';
import { useApp } from '../window/app.ts';

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
