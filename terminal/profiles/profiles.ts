import { visibleText } from '../chat/screen/visible-text.ts';
import { type Command, takeWords, textTable } from '../command.ts';
import { profilesFolder } from '../session/profile-folder.ts';
import { listStoredProfiles, type StoredProfile } from '../session/stored-profiles.ts';

export const profiles: Command = {
  synopsis: 'profiles [flags]',
  about:
    'List the profiles that parley chat has made on this computer, with who is signed in where. One process uses a\nprofile at a time; a passphrase opens those that are locked.',
  flags: { json: { about: 'print them as JSON' } },
  examples: ['profiles', 'profiles --json | jq -r .[].folder'],
  async run({ flags, words }) {
    takeWords(words);
    const found = await listStoredProfiles(process.env);
    if (flags.json === true) return void process.stdout.write(`${JSON.stringify(found)}\n`);
    process.stdout.write(
      textTable(found.map((one) => [one.folder, one.server ?? '', stateOf(one)].map(visibleText))),
    );
    if (found.length === 0) {
      process.stderr.write(`There is no profile in ${profilesFolder(process.env)}. parley chat makes one.\n`);
    }
  },
};

function stateOf({ state, account }: StoredProfile): string {
  return {
    'signed-in': account ?? '',
    'signed-out': 'signed out',
    'in-use': 'in use',
    locked: 'locked: needs --passphrase-file',
    unreadable: 'can’t be read',
  }[state];
}
