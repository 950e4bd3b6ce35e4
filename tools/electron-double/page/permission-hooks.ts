// Runs in the page's own world. Chromium asks no user here, so what needs a permission asks the app first, as
// Electron does, and goes on to Chromium when it is granted.

/** Asks the app: `request` for use, `check` for a look. */
export type AskPermission = (kind: 'request' | 'check', permission: string) => Promise<boolean>;

// biome-ignore lint/suspicious/noExplicitAny: browser methods whose types Node lacks.
type Method = (...args: any[]) => any;
type Replacement = (native: Method, args: Parameters<Method>) => unknown;

declare const navigator: {
  readonly clipboard?: object;
  readonly geolocation?: object;
  readonly mediaDevices?: object;
  readonly permissions: object;
};
declare const Notification: object;

const refusal = { code: 1, message: 'User denied Geolocation' };

/** Electron's names for what the Permissions API calls differently. */
const electronNames: Readonly<Record<string, string>> = { camera: 'media', microphone: 'media' };

/** Puts the app's answer before everything that it can refuse. */
export function hookPermissions(ask: AskPermission): void {
  const { clipboard, geolocation, mediaDevices, permissions } = navigator;
  guard(mediaDevices, 'getUserMedia', (native, args) => orRefuse(ask, 'media', () => native(...args)));
  guard(clipboard, 'readText', (native, args) => orRefuse(ask, 'clipboard-read', () => native(...args)));
  guard(clipboard, 'writeText', (native, args) =>
    orRefuse(ask, 'clipboard-sanitized-write', () => native(...args)),
  );
  guard(geolocation, 'getCurrentPosition', async (native, [onPosition, onError, ...rest]) => {
    if (await ask('request', 'geolocation')) native(onPosition, onError, ...rest);
    else onError?.(refusal);
  });
  guard(Notification, 'requestPermission', async () =>
    (await ask('request', 'notifications')) ? 'granted' : 'denied',
  );
  guard(permissions, 'query', async (native, [{ name }]) => {
    const isGranted = await ask('check', electronNames[name] ?? name);
    return Object.defineProperty(await native({ name }), 'state', {
      value: isGranted ? 'granted' : 'denied',
    });
  });
}

function guard(owner: object | undefined, name: string, replacement: Replacement): void {
  // Pages outside a secure context lack most of these.
  if (owner === undefined) return;
  const native: Method | undefined = Reflect.get(owner, name)?.bind(owner);
  if (!native) return;
  const value = (...args: unknown[]) => replacement(native, args);
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}

async function orRefuse(ask: AskPermission, permission: string, use: () => unknown): Promise<unknown> {
  if (await ask('request', permission)) return use();
  throw new DOMException('Permission denied', 'NotAllowedError');
}
