import { StrictEmitter, strict } from '../strict.ts';

// biome-ignore lint/suspicious/noExplicitAny: Electron's own signatures; the details differ by permission.
type Details = any;
type RequestHandler = (
  contents: Details,
  permission: Details,
  callback: (isGranted: boolean) => void,
  details: Details,
) => void;
type CheckHandler = (contents: Details, permission: Details, origin: string, details: Details) => boolean;

export class Session extends StrictEmitter {
  #request: RequestHandler | null = null;
  #check: CheckHandler | null = null;

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler;
  }

  /** Asks the app; without a handler everything is granted, as in Electron. */
  static async request(
    session: Session,
    contents: object,
    permission: string,
    url: string,
  ): Promise<boolean> {
    const handler = session.#request;
    if (!handler) return true;
    return new Promise((resolve) => {
      handler(contents, permission, resolve, { requestingUrl: url, isMainFrame: true });
    });
  }

  static check(session: Session, contents: object, permission: string, url: string): boolean {
    const details = { requestingUrl: url, isMainFrame: true, securityOrigin: url };
    return session.#check?.(contents, permission, new URL(url).origin, details) ?? true;
  }
}

export const defaultSession = new Session();

/** Electron's `session` module; sessions other than the default one are not modelled. */
export const session = strict('session', { defaultSession });
