import type { ChatContext } from './chat-context.ts';
import { type Line, line } from './screen/line.ts';

const WIDTH = 30;
const letters = [
  ' ____            _            ',
  '|  _ \\ __ _ _ __| | ___ _   _ ',
  "| |_) / _` | '__| |/ _ \\ | | |",
  '|  __/ (_| | |  | |  __/ |_| |',
  '|_|   \\__,_|_|  |_|\\___|\\__, |',
  '                        |___/ ',
];

/** Large at a terminal that has room for it. */
export function bannerLines(
  { screen, text, words }: Pick<ChatContext, 'screen' | 'text' | 'words'>,
  host: string,
): readonly Line[] {
  const isLarge = screen.mode === 'editing' && screen.columns > WIDTH;
  const name = isLarge ? letters : [text.parley];
  return [
    ...name.map((row) => line(row, 'heading')),
    line(text.slogan, 'dim'),
    line(words.server(host), 'dim'),
  ];
}
