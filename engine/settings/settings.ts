// The user chooses for the account as a whole, here or on another device.
import { ok, type Result } from '../../protocol/errors.ts';
import type { AccountSettings, ParametersOf } from '../api/api.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import { readAccountSettings, writeAccountSettings } from '../decisions/account-settings.ts';

type SettingsDependencies = Pick<ConversationDependencies, 'db' | 'marks' | 'emit'>;

export class Settings {
  readonly #dependencies: SettingsDependencies;
  /** As emitted last: each message that is written asks for them. */
  #shown: AccountSettings;

  constructor(dependencies: SettingsDependencies) {
    this.#dependencies = dependencies;
    this.#shown = readAccountSettings(dependencies.db);
  }

  all(): AccountSettings {
    return this.#shown;
  }

  set(chosen: ParametersOf<'setSettings'>): Result<AccountSettings> {
    const { db, marks } = this.#dependencies;
    writeAccountSettings(db, chosen);
    if (this.review()) marks.noteDecision();
    return ok(this.all());
  }

  /** The decisions of another device may have come with the account's marks. Returns whether anything has changed. */
  review(): boolean {
    const now = readAccountSettings(this.#dependencies.db);
    if (JSON.stringify(now) === JSON.stringify(this.#shown)) return false;
    this.#shown = now;
    this.#dependencies.emit('settings', now);
    return true;
  }
}
