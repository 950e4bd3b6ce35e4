import { faults, notices, type ReasonCode, remarks } from '../../engine/api/api.ts';
import { errors as protocolErrors } from '../../protocol/errors.ts';

/** A sentence for each refusal, notice, fault and remark; `{name}` stands for a fact. */
export type ErrorSentences = Readonly<Record<ReasonCode, string>>;

/** Some sentences of the protocol are worded for programs, too; these are the window's. */
export const errors: ErrorSentences = {
  ...protocolErrors,
  ...notices,
  ...faults,
  ...remarks,
  'username-taken':
    'This username is taken. Choose another one, or sign in if the account was created for you.',
  'wrong-credentials': 'Wrong username or password. Attempts left before a 5‑minute lock: {triesLeft}.',
  'too-large': 'This message is too long (limit about {limit} characters).',
  'server-unreachable': 'You’re offline. Try again when you’re back online.',
};
