import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useApp } from '../app/app.ts';
import { useText } from '../app/text.tsx';

interface CopyButtonProps {
  readonly label: string;
  readonly content: string;
  readonly isSmall?: boolean;
}

/** Copies a text, and says so from then on. */
export function CopyButton({ label, content, isSmall = false }: CopyButtonProps) {
  const text = useText();
  const { shell, announcer } = useApp();
  const [copied, setCopied] = useState(false);

  function copy(): void {
    shell.copyText(content);
    setCopied(true);
    announcer.say(text.copied);
  }

  return (
    <Button className={isSmall ? 'button small' : 'button'} onPress={copy}>
      {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      {copied ? text.copied : label}
    </Button>
  );
}
