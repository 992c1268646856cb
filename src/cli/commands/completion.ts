/** `kustomend completion SHELL`: a static completion script. */
import { Argument, type Command } from 'commander';
import { EXIT } from '../process/exit.ts';
import type { Cli } from '../process/io.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function addCompletion(program: Command, cli: Cli): void {
  program
    .command('completion')
    .description('print a completion script')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .action((shell: (typeof SHELLS)[number]) => {
      cli.io.exact(shell === 'fish' ? fish(program) : bash(program, shell === 'zsh'));
      cli.exit(EXIT.ok);
    });
}

interface Words {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly string[];
  /** Flag -> its values. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
}

function wordsOf(program: Command): Words[] {
  return program.commands.map(command => {
    const options = command.options.filter(option => option.long !== undefined && option.long !== null);
    return {
      name: command.name(),
      description: command.description(),
      flags: [...options.map(option => option.long!), '--help'],
      choices: new Map(
        options.flatMap(option => (option.argChoices ? [[option.long!, option.argChoices]] : [])),
      ),
    };
  });
}

function bash(program: Command, isZsh: boolean): string {
  const words = wordsOf(program);
  // The first word may be left out: then it is a preview.
  const choices = words.flatMap(({ name, choices }) =>
    [...choices].map(([flag, values]) => ({
      pattern: name === 'preview' ? `*" ${flag}"` : `"${name} ${flag}"`,
      values,
    })),
  );
  choices.sort((a, b) => Number(a.pattern.startsWith('*')) - Number(b.pattern.startsWith('*')));
  const lines = [
    ...(isZsh ? ['autoload -U +X bashcompinit && bashcompinit'] : []),
    '_kustomend() {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    '  local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words=""',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    '  case "${COMP_WORDS[1]} $previous" in',
    ...choices.map(
      ({ pattern, values }) =>
        `    ${pattern}) COMPREPLY=($(compgen -W "${values.join(' ')}" -- "$word")); return ;;`,
    ),
    '  esac',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    '  case "${COMP_WORDS[1]}" in',
    ...words.map(({ name, flags }) => `    ${name}) words="${flags.join(' ')}" ;;`),
    `    *) words="${(words.find(({ name }) => name === 'preview')?.flags ?? []).join(' ')}" ;;`,
    '  esac',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words="$words ${words.map(({ name }) => name).join(' ')}"; fi`,
    '  COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))',
    '}',
    'complete -o filenames -F _kustomend kustomend',
  ];
  return `${lines.join('\n')}\n`;
}

function fish(program: Command): string {
  const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const lines = wordsOf(program).flatMap(({ name, description, flags, choices }) => [
    `complete -c kustomend -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
    ...flags.map(flag => {
      const values = choices.get(flag);
      const more = values ? ` -x -a ${quote(values.join(' '))}` : '';
      return `complete -c kustomend -n ${quote(`__fish_seen_subcommand_from ${name}`)} -l ${flag.slice(2)}${more}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}
