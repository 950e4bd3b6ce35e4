// What the user has chosen for the account as a whole, on any of its devices.
import { ok, type Result } from '../../protocol/errors.ts';
import type { AccountSettings, ParametersOf } from '../api/api.ts';
import { undoPeriods } from '../api/undo-periods.ts';
import type { ConversationDependencies } from '../conversations/dependencies.ts';
import type { Database } from '../database/database.ts';
import { findAccountSetting, setAccountSetting } from './decision-table.ts';

type SettingsDependencies = Pick<ConversationDependencies, 'db' | 'marks' | 'emit'>;

const TYPING = 'typing';
const UNDO = 'undo';

export function readAccountSettings(db: Database): AccountSettings {
  const undo = findAccountSetting(db, UNDO);
  return {
    typing: (findAccountSetting(db, TYPING) ?? 1) > 0,
    undoSeconds: undoPeriods.find((seconds) => seconds === undo) ?? 0,
  };
}

export class Settings {
  readonly #dependencies: SettingsDependencies;
  /** As emitted last. */
  #shown: string;

  constructor(dependencies: SettingsDependencies) {
    this.#dependencies = dependencies;
    this.#shown = JSON.stringify(this.all());
  }

  all(): AccountSettings {
    return readAccountSettings(this.#dependencies.db);
  }

  set({ typing, undoSeconds }: ParametersOf<'setSettings'>): Result<AccountSettings> {
    const { db, marks } = this.#dependencies;
    const before = this.all();
    if (typing !== undefined && typing !== before.typing) setAccountSetting(db, TYPING, Number(typing));
    if (undoSeconds !== undefined && undoSeconds !== before.undoSeconds)
      setAccountSetting(db, UNDO, undoSeconds);
    if (this.review()) marks.noteDecision();
    return ok(this.all());
  }

  /** The decisions of another device may have come with the account's marks. Returns whether anything has changed. */
  review(): boolean {
    const now = this.all();
    const written = JSON.stringify(now);
    if (written === this.#shown) return false;
    this.#shown = written;
    this.#dependencies.emit('settings', now);
    return true;
  }
}
