// What the user has chosen for the account as a whole, on any of its devices.
import type { AccountSettings, ParametersOf } from '../api/api.ts';
import { undoPeriods } from '../api/undo-periods.ts';
import type { Database } from '../database/database.ts';
import { findAccountSetting, setAccountSetting } from './decision-table.ts';

const TYPING = 'typing';
const UNDO = 'undo';

export function readAccountSettings(db: Database): AccountSettings {
  const undo = findAccountSetting(db, UNDO);
  return {
    typing: (findAccountSetting(db, TYPING) ?? 1) > 0,
    undoSeconds: undoPeriods.find((seconds) => seconds === undo) ?? 0,
  };
}

export function writeAccountSettings(
  db: Database,
  { typing, undoSeconds }: ParametersOf<'setSettings'>,
): void {
  const before = readAccountSettings(db);
  if (typing !== undefined && typing !== before.typing) setAccountSetting(db, TYPING, Number(typing));
  if (undoSeconds !== undefined && undoSeconds !== before.undoSeconds)
    setAccountSetting(db, UNDO, undoSeconds);
}
