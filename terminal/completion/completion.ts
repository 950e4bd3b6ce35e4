import { type Command, type Subcommand, takeWords, WrongUsage } from '../command.ts';
import { bashScript } from './bash.ts';
import { candidatesByWords } from './candidates.ts';
import { fishScript } from './fish.ts';
import { zshScript } from './zsh.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Of these commands. */
export function completionOf(subcommands: Readonly<Record<string, Subcommand>>): Command {
  return {
    synopsis: 'completion bash|zsh|fish',
    about: 'Print what a shell needs to complete commands and flags.',
    flags: {},
    examples: [
      'completion bash >> ~/.bashrc',
      'completion zsh > ~/.zfunc/_parley',
      'completion fish > ~/.config/fish/completions/parley.fish',
    ],
    async run({ words }) {
      const [shell] = takeWords(words, 'shell');
      if (!isShell(shell))
        throw new WrongUsage(`There are completions for ${Object.keys(scripts).join(', ')}.`);
      const names = Object.keys(subcommands);
      const commands = await Promise.all(
        Object.entries(subcommands).map(async ([name, { about, load }]) => {
          const { flags } = await load();
          return { name, about, flags };
        }),
      );
      process.stdout.write(scripts[shell](candidatesByWords(commands), names));
    },
  };
}

function isShell(name: string): name is keyof typeof scripts {
  return Object.hasOwn(scripts, name);
}
