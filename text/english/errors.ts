import { faults, notices, remarks, type ToldCode } from '../../engine/api/api.ts';
import { errors as protocolErrors } from '../../protocol/errors.ts';

/** A sentence for each refusal, notice, fault and remark; `{name}` stands for a fact. */
export type ErrorSentences = Readonly<Record<ToldCode, string>>;

/** Some sentences of the protocol are worded for programs, too; these are the window's. */
export const errors: ErrorSentences = {
  ...protocolErrors,
  ...notices,
  ...faults,
  ...remarks,
  'username-taken':
    'That user name is taken. Choose another one, or sign in if the account was made for you.',
  'wrong-credentials': 'Wrong user name or password. Tries left before a 5-minute pause: {triesLeft}.',
  'too-large': 'This message is too long. About {limit} characters fit into one.',
  'server-unreachable': 'You’re offline. Try again when the server can be reached.',
};
