import type { ConversationSummary } from '../../protocol/conversations.ts';
import type { Result } from '../../protocol/errors.ts';
import type { ConversationId, DeviceId } from '../../protocol/ids.ts';
import type { Connection } from '../connection/connection.ts';
import type { Clock, Logger } from '../ports.ts';
import type { AccountState } from '../session/account-session.ts';
import {
  countRestores,
  digestOf,
  findSavedDigest,
  keepMarks,
  listMarks,
  type Mark,
  marksOf,
  noteSaved,
  raiseMark,
  sealOwnMarks,
  setDeviceName,
} from './stored-marks.ts';

/** How far this account has seen each conversation, on any of its devices: what a server can't take back unnoticed. */
export interface MarksKeeper {
  /** Written down at once (as part of a transaction under way), saved to the server at most every ten seconds. */
  noteSeen(conversation: ConversationId, epoch: number, seq: number): void;
  /** The user goes on with a server that has less: what was seen counts from there, on every device of the account. */
  goOn(conversation: ConversationId, epoch: number, seq: number): void;
  /** The user gives one of the account's devices a name, which its other devices get with the marks. */
  nameDevice(device: DeviceId, name: string): void;
  /** The user has decided something: saves it soon, and lets the account's other devices know. */
  noteDecision(): void;
  /** The marks as they are now, to be compared with a list that is asked for afterwards. */
  seen(): readonly Mark[];
  /** Saves what is still unsaved, if the server can be reached. */
  save(): Promise<void>;
  /** Saves a last time and stops. */
  close(): Promise<void>;
}

export interface MarksOptions {
  readonly account: AccountState;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly logger: Logger;
}

const SAVE_MILLISECONDS = 10_000;
/** After an attempt that failed. */
const SAVE_AGAIN_MILLISECONDS = 60_000;
const ATTEMPTS = 5;

/** Lives as long as the sign-in does. */
export function createMarksKeeper({ account, connection, clock, logger }: MarksOptions): MarksKeeper {
  const { database } = account;
  let cancelSave: (() => void) | undefined;
  let saving: Promise<void> = Promise.resolve();
  let open = true;
  /** The user has decided something that the other devices don't know yet. */
  let isDecided = false;
  // Marks that the last sign-in on this device could not save.
  if (findSavedDigest(database) !== digestOf(marksOf(account))) saveAfter(SAVE_MILLISECONDS);

  function raise(mark: Mark): void {
    if (raiseMark(database, mark)) saveAfter(SAVE_MILLISECONDS);
  }

  function saveAfter(milliseconds: number): void {
    if (open) cancelSave ??= clock.after(milliseconds, startSaving);
  }

  function startSaving(): void {
    cancelSave = undefined;
    saving = saving.then(attempt).catch((error: unknown) => {
      logger.error({ error }, 'saving marks failed');
      saveAfter(SAVE_AGAIN_MILLISECONDS);
    });
  }

  async function attempt(): Promise<void> {
    const notify = isDecided;
    isDecided = false;
    const saved = await saveMarks(account, connection, notify);
    if (saved.ok) return;
    isDecided ||= notify;
    logger.debug({ code: saved.code }, 'marks not saved');
    saveAfter(SAVE_AGAIN_MILLISECONDS);
  }

  async function save(): Promise<void> {
    const unsaved = cancelSave !== undefined;
    if (unsaved && connection.state === 'online') {
      cancelSave?.();
      startSaving();
    }
    await saving;
  }

  return {
    noteSeen(conversation, epoch, seq) {
      raise({ conversation, epoch, seq, restores: countRestores(database, conversation) });
    },
    goOn(conversation, epoch, seq) {
      raise({ conversation, epoch, seq, restores: countRestores(database, conversation) + 1 });
    },
    nameDevice(device, name) {
      setDeviceName(database, device, name);
      saveAfter(SAVE_MILLISECONDS);
    },
    noteDecision() {
      isDecided = true;
      cancelSave?.();
      cancelSave = undefined;
      saveAfter(0);
    },
    seen: () => listMarks(database),
    save,
    async close() {
      open = false;
      const saved = save();
      cancelSave?.();
      await saved;
    },
  };
}

/** Which conversations of the complete list are behind their marks or missing. */
export function behindMarks(
  marks: readonly Mark[],
  conversations: readonly Pick<ConversationSummary, 'id' | 'epoch' | 'head'>[],
): ConversationId[] {
  const listed = new Map(conversations.map((one) => [one.id, one]));
  const behind = marks.filter(({ conversation, epoch, seq }) => {
    const { epoch: theirs, head } = listed.get(conversation) ?? { epoch: 0, head: 0 };
    return theirs < epoch || head < seq;
  });
  return behind.map(({ conversation }) => conversation);
}

/** The version must rise: where another device was faster, its marks are taken over first. */
async function saveMarks(
  account: AccountState,
  connection: Connection,
  notify: boolean,
): Promise<Result<unknown>> {
  for (let attempt = 1; ; attempt += 1) {
    const { sealed, version, digest } = sealOwnMarks(account);
    const saved = await connection.request('account:save-marks', {
      marks: sealed,
      ...(notify && { notify }),
    });
    if (saved.ok) noteSaved(account.database, version, digest);
    if (saved.ok || saved.code !== 'version-conflict' || attempt === ATTEMPTS) return saved;
    const stored = await connection.request('account:get', {});
    if (!stored.ok) return stored;
    const kept = stored.value.marks && (await keepNewest(account, stored.value.marks));
    if (kept && !kept.ok) return kept;
  }
}

/** They may be under the key that has come with the removal of a device. */
async function keepNewest(account: AccountState, sealed: Uint8Array): Promise<Result<unknown>> {
  const kept = keepMarks(account.database, account, sealed);
  if (kept.ok) return kept;
  const refreshed = await account.refresh();
  return refreshed.ok ? keepMarks(account.database, account, sealed) : refreshed;
}
