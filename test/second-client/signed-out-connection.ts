import type { PreLogin } from './keys.ts';
import { Wire } from './wire.ts';

export interface SignedOutConnection {
  readonly url: string;
  readonly wire: Wire;
  readonly preLogin: PreLogin;
  readonly pushes: { onPush(name: string, fields: unknown): void };
}

/** A connection without a session that knows how the server derives from passwords. */
export async function connectSignedOut(url: string, username: string): Promise<SignedOutConnection> {
  const pushes: SignedOutConnection['pushes'] = { onPush: () => undefined };
  const wire = await Wire.connect(url, (name, fields) => pushes.onPush(name, fields));
  try {
    return { url, wire, preLogin: await wire.ask<PreLogin>('account:pre-login', { username }), pushes };
  } catch (error) {
    wire.close();
    throw error;
  }
}
