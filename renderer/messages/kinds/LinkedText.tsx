import type { MouseEvent } from 'react';
import { textParts } from '../../../view-models/links/links.ts';
import { useApp } from '../../app/app.ts';

const MIDDLE = 1;

/** Foreign text, with its links opened outside. The real host of a link is shown beside it, and not copied with it. */
export function LinkedText({ text }: { text: string }) {
  const { shell } = useApp();

  function open(event: MouseEvent, url: string): void {
    event.preventDefault();
    shell.openExternal(url);
  }

  return textParts(text).map(({ text: shown, url, host }, index) =>
    url === undefined ? (
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
    ),
  );
}
