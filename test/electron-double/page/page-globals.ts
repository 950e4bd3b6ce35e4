// The few browser globals that the injected code uses and that Node's types lack.

export interface PageDocument {
  addEventListener(name: string, listener: (event: CustomEvent<string>) => void, capture: boolean): void;
  readonly documentElement: { readonly style: { zoom: string } };
}

export interface PageWindow {
  readonly top: PageWindow;
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
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
}
