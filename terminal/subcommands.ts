// Subcommands are loaded when they are asked for: the server doesn't wait for the engine's libraries, and
// `parley --help` for neither.
import type { Subcommand } from './command.ts';

/** Everything that can be typed after `parley`. */
export const subcommands: Readonly<Record<string, Subcommand>> = {
  server: {
    about: 'Run a server.',
    load: async () => (await import('./server/server.ts')).server,
  },
  chat: {
    about: 'Talk at the terminal.',
    load: async () => (await import('./chat/chat.ts')).chat,
  },
  send: {
    about: 'Send a message from a script or pipe.',
    load: async () => (await import('./pipes/send.ts')).send,
  },
  tail: {
    about: 'Print a conversation and follow it.',
    load: async () => (await import('./pipes/tail.ts')).tail,
  },
  unread: {
    about: 'Count unread messages.',
    load: async () => (await import('./pipes/unread.ts')).unread,
  },
  export: {
    about: 'Export a conversation as a page or as JSON.',
    load: async () => (await import('./export/export.ts')).exportConversation,
  },
  'verify-export': {
    about: 'Check an exported conversation.',
    load: async () => (await import('./export/verify.ts')).verifyExport,
  },
  rpc: {
    about: 'Drive Parley from a program: JSON-RPC on stdin and stdout.',
    load: async () => (await import('./rpc/rpc.ts')).rpc,
  },
  profiles: {
    about: 'List the profiles on this computer.',
    load: async () => (await import('./profiles/profiles.ts')).profiles,
  },
  completion: {
    about: 'Print completions for bash, zsh or fish.',
    load: async () => (await import('./completion/completion.ts')).completionOf(subcommands),
  },
  'admin user add': {
    about: 'Make an account for a person.',
    load: async () => (await import('./admin/users.ts')).addUser,
  },
  'admin user import': {
    about: 'Make the accounts that a file lists.',
    load: async () => (await import('./admin/import.ts')).importUsers,
  },
  'admin user list': {
    about: 'List the accounts.',
    load: async () => (await import('./admin/users.ts')).listUsers,
  },
  'admin user reset': {
    about: 'Reset an account that no one can open any more.',
    load: async () => (await import('./admin/reset-user.ts')).resetUser,
  },
  'admin user unlock': {
    about: 'Let an account try its password again.',
    load: async () => (await import('./admin/users.ts')).unlockUser,
  },
  'admin invite create': {
    about: 'Make an invite link.',
    load: async () => (await import('./admin/invites.ts')).createInvite,
  },
  'admin invite list': {
    about: 'List the invites.',
    load: async () => (await import('./admin/invites.ts')).listInvites,
  },
  'admin invite revoke': {
    about: 'Revoke an invite.',
    load: async () => (await import('./admin/invites.ts')).revokeInvite,
  },
  'admin report list': {
    about: 'List what users have reported.',
    load: async () => (await import('./admin/reports.ts')).listReports,
  },
  'admin report show': {
    about: 'Read a report.',
    load: async () => (await import('./admin/reports.ts')).showReport,
  },
  'admin report remove': {
    about: 'Remove a report.',
    load: async () => (await import('./admin/reports.ts')).removeReport,
  },
};
