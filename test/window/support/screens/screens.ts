// Every screen of the window, reached as a person reaches it. Who walks through them says what is done at each:
// one test lets axe look for faults, another takes pictures.
import {
  devices,
  germanDevices,
  germanNewComputers,
  germanResetAccount,
  newComputers,
  recoveryKey,
  removedDevice,
  resetAccount,
} from './account.ts';
import { beforeMessenger, invited, lostKey, unlocking } from './before-messenger.ts';
import { deletedMessages, germanDeletedMessages } from './deleted-messages.ts';
import { deletedPerson, deletion, germanDeletion } from './deletion.ts';
import { disappearingMessages, germanDisappearingMessages } from './disappearing.ts';
import { formatting } from './formatting.ts';
import { endOfGroups, germanGroups, groups, membersOfGroups } from './groups.ts';
import { germanLockedMessages, lockedMessages } from './locked.ts';
import type { Walk } from './look.ts';
import { mentions, narrowGermanMentions, narrowGermanPins } from './mentions.ts';
import { messages, narrowGermanMessages, replies } from './messages.ts';
import { dialogs, emptyAccount, talking } from './messenger.ts';
import { mute } from './mute.ts';
import { narrowGermanRequests, reports, requests } from './requests.ts';
import { germanSearch, search } from './search.ts';
import { narrowGermanSending, silently, typing, undoing } from './sending.ts';
import { german, narrow, scripts } from './surroundings.ts';
import { anotherVerifiedBob, olderAccount, otherBob, setBack, trouble } from './trouble.ts';

/** Each screen at least once. */
export const walks: Readonly<Record<string, Walk>> = {
  'before the messenger': beforeMessenger,
  'with an invite link': invited,
  'where there is no keychain': unlocking,
  'where the keychain was reset': lostKey,
  'an empty account': emptyAccount,
  talking,
  dialogs,
  messages,
  replies,
  typing,
  'a message that can be taken back': undoing,
  'a message without sound': silently,
  'writing settings in German, narrow': narrowGermanSending,
  mentions,
  'mentions in German, narrow': narrowGermanMentions,
  'pinned messages in German, narrow': narrowGermanPins,
  'formatted messages': formatting,
  groups,
  'members of groups': membersOfGroups,
  'the end of groups': endOfGroups,
  requests,
  reports,
  'a muted conversation, in German': mute,
  'requests in German, narrow': narrowGermanRequests,
  devices,
  'a removed device': removedDevice,
  'deleted messages': deletedMessages,
  'locked messages': lockedMessages,
  'disappearing messages': disappearingMessages,
  'the end of an account': deletion,
  'a deleted person': deletedPerson,
  'an account is reset': resetAccount,
  'the recovery key is to be tried': recoveryKey,
  'new computers need the recovery key': newComputers,
  trouble,
  'another bob': otherBob,
  'another verified bob, in German': anotherVerifiedBob,
  'a restored backup': setBack,
  'a restored older account': olderAccount,
  'names and texts of all kinds': scripts,
  searching: search,
  narrow,
};

/** The same screens once more, as pictures of them are looked at. */
export const germanWalks: Readonly<Record<string, Walk>> = {
  'messages in German, narrow': narrowGermanMessages,
  'groups in German': germanGroups,
  'disappearing messages in German': germanDisappearingMessages,
  'locked messages in German': germanLockedMessages,
  'deleted messages in German, narrow': germanDeletedMessages,
  'the end of an account in German, narrow': germanDeletion,
  'an account is reset, in German': germanResetAccount,
  'devices in German': germanDevices,
  'new computers, in German': germanNewComputers,
  'searching in German, narrow': germanSearch,
  'talking in German': german,
};
