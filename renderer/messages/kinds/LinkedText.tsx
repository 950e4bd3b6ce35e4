import type { MouseEvent } from 'react';
import type { MessagePart } from '../../../view-models/messages/message-parts.ts';
import { useApp } from '../../app/app.ts';

const MIDDLE = 1;

interface LinkedTextProps {
  readonly parts: readonly MessagePart[];
  /** One's own user name. */
  readonly own: string | undefined;
}

/**
 * Foreign text, with its links opened outside, and whom it mentions marked. The real host of a link is shown beside it, and not
 * copied with it.
 */
export function LinkedText({ parts, own }: LinkedTextProps) {
  const { shell } = useApp();

  function open(event: MouseEvent, url: string): void {
    event.preventDefault();
    shell.openExternal(url);
  }

  return parts.map(({ text: shown, url, host, mentioned }, index) => {
    if (mentioned !== undefined)
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
        <strong key={index} className="mention" data-own={mentioned === own}>
          {shown}
        </strong>
      );
    return url === undefined ? (
      shown
    ) : (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change places
        key={index}
        href={url}
        title={url}
        data-host={host}
        rel="noreferrer"
        draggable={false}
        onClick={(event) => open(event, url)}
        onAuxClick={(event) => event.button === MIDDLE && open(event, url)}
      >
        {shown}
      </a>
    );
  });
}
