// The handshake: what a client says before anything else.
import { z } from 'zod';
import { sessionToken } from './accounts.ts';

export const PROTOCOL_VERSION = 1;
export const DEFAULT_PORT = 5002;
/** Of the pages of the desktop app, as a browser says it. */
export const APP_ORIGIN = 'app://parley';

/** The `auth` object of the Socket.IO handshake. A version that isn't ours is refused before the token is looked at. */
export const handshake = z.object({
  protocol: z.int().nonnegative(),
  token: sessionToken.optional(),
});
export type Handshake = z.infer<typeof handshake>;
