// The few browser globals that the injected code uses and that Node's types lack.

export interface PageDocument extends EventTarget {
  readonly title: string;
  readonly baseURI: string;
}

/** What the injected code reads of a KeyboardEvent. */
export interface PageKeyEvent extends Event {
  readonly key: string;
  readonly code: string;
  readonly repeat: boolean;
  readonly isComposing: boolean;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export interface PageWindow extends EventTarget {
  readonly top: PageWindow;
}

/** A port of the page: a DOM MessagePort, with the close event that Electron's renderers have. */
export interface PagePort {
  onmessage: ((event: { readonly data: unknown; readonly ports: readonly PagePort[] }) => void) | null;
  onclose: (() => void) | null;
  start(): void;
  close(): void;
  postMessage(message: unknown, transfer: readonly PagePort[]): void;
}

/** Names drawn at random for each page, so that its own scripts can't find or guess them. */
export interface PageNames {
  readonly binding: string;
  readonly deliver: string;
  readonly toPreload: string;
  readonly toMain: string;
  readonly host: string;
}
