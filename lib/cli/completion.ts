import { type Command, InvalidArgumentError } from 'commander';
import type { CommandIo, CommandModule } from './command.ts';
import { commands } from './commands.ts';
import { defineCommand, type Ending } from './define-command.ts';
import { formatJson } from './output/format-json.ts';

const shells = ['bash', 'zsh'] as const;

/** `sidecar-injector completion`: a script that teaches a shell our commands and options. */
export const command: CommandModule = (io) =>
  defineCommand<{ readonly output: string }>(io, {
    name: 'completion',
    description: 'Prints a script with which bash or zsh completes commands and options',
    examples: ['source <(sidecar-injector completion bash)', 'sidecar-injector completion zsh > _sidecar-injector'],
    setUp: (made) => made.argument('<shell>', shells.join(' or '), shellOf),
    run: printScript,
  });

function shellOf(text: string): string {
  if (!shells.some((shell) => shell === text)) {
    throw new InvalidArgumentError(`it is ${shells.join(' or ')}.`);
  }
  return text;
}

async function printScript(
  io: CommandIo,
  { output }: { readonly output: string },
  [shell]: readonly string[],
): Promise<Ending> {
  const words = await wordsByCommand(io);
  io.out(output === 'json' ? formatJson(Object.fromEntries(words)) : scriptFor(words, shell === 'zsh'));
  return 'good';
}

/** What may follow each command line so far (`''`, `push`, `import istio`). */
async function wordsByCommand(io: CommandIo): Promise<ReadonlyMap<string, readonly string[]>> {
  const words = new Map<string, readonly string[]>([
    ['', [...commands.map(({ name }) => name), 'completion', '--help', '--version']],
    ['completion', shells],
  ]);
  for (const { name, load } of commands) {
    addWords(words, name, (await load())(io));
  }
  return words;
}

function addWords(words: Map<string, readonly string[]>, path: string, command: Command): void {
  const options = command.options.flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined));
  words.set(path, [...command.commands.map((child) => child.name()), ...options, '--help']);
  for (const child of command.commands) {
    addWords(words, `${path} ${child.name()}`, child);
  }
}

/** zsh runs bash's script through its own bashcompinit. */
function scriptFor(words: ReadonlyMap<string, readonly string[]>, isZsh: boolean): string {
  const longestFirst = [...words].sort(([one], [other]) => other.length - one.length);
  const cases = longestFirst.map(([path, after]) => `    '${path}'|'${path} '*) words='${after.join(' ')}' ;;`);
  const head = isZsh ? '#compdef sidecar-injector\nautoload -U +X bashcompinit && bashcompinit\n' : '';
  return `${head}_sidecar_injector() {
  local path='' words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; *) path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$2"))
}
complete -o default -F _sidecar_injector sidecar-injector
`;
}
