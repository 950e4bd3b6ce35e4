/** Why a server can't start, in one plain sentence that names the thing and the remedy. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
