import type { EngineClient } from '../../engine/api/api.ts';
import type { Catalogue, TerminalText } from '../../text/languages.ts';
import type { Screen } from './screen/screen.ts';

/** What every part of the client gets. */
export interface ChatContext {
  readonly engine: EngineClient;
  readonly screen: Screen;
  readonly text: Catalogue;
  readonly words: TerminalText;
}

/** Before a session. */
export interface Entering extends ChatContext {
  /** The link that the user came with, where it carries an invite. */
  readonly invite: string | undefined;
}
