import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react';
import { Logo } from '../components/Logo.tsx';

interface Stage {
  setTitle(title: string): void;
  focusTitle(): void;
}

const StageContext = createContext<Stage | undefined>(undefined);

export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (!stage) throw new Error('an account card stands outside of the stage');
  return stage;
}

/** What stays while one screen before the messenger takes the place of another: its title, which has the focus then. */
export function AccountStage({ children }: { children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [title, setTitle] = useState('');
  const stage = useMemo(() => ({ setTitle, focusTitle: () => heading.current?.focus() }), []);
  return (
    <main className="account">
      <Logo />
      <h1 tabIndex={-1} ref={heading}>
        <bdi>{title}</bdi>
      </h1>
      <StageContext value={stage}>{children}</StageContext>
    </main>
  );
}
