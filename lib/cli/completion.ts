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
  io.out(
    output === 'json' ? formatJson(Object.fromEntries(words.after)) : scripts[shell === 'zsh' ? 'zsh' : 'bash'](words),
  );
  return 'good';
}

/** What completes command lines, each by the words before the first option (`''`, `push`, `import istio`). */
interface Words {
  /** Commands, options, or the values of an argument. */
  readonly after: Map<string, readonly string[]>;
  /** Values of options that take one of a few: by the words, then the option (`explain --expect`). */
  readonly values: Map<string, readonly string[]>;
}

async function wordsByCommand(io: CommandIo): Promise<Words> {
  const words: Words = {
    after: new Map<string, readonly string[]>([
      ['', [...commands.map(({ name }) => name), 'completion', '--help', '--version']],
      ['completion', shells],
    ]),
    values: new Map(),
  };
  for (const { name, load } of commands) {
    addWords(words, name, (await load())(io));
  }
  return words;
}

function addWords(words: Words, path: string, command: Command): void {
  const flagsOf = ({ short, long }: Command['options'][number]) => [short, long].filter((flag) => flag !== undefined);
  const names = command.commands.map((child) => child.name());
  words.after.set(path, [...names, ...command.options.flatMap(flagsOf), '--help']);
  for (const option of command.options) {
    for (const flag of option.argChoices === undefined ? [] : flagsOf(option)) {
      words.values.set(`${path} ${flag}`, option.argChoices ?? []);
    }
  }
  for (const child of command.commands) {
    addWords(words, `${path} ${child.name()}`, child);
  }
}

type Line = (words: readonly string[]) => string;

/** Branches of `case` by the words so far, the longest first, since `import istio` is an `import`, too. */
function branchesOf({ after }: Words, line: Line): string {
  const longestFirst = [...after].sort(([one], [other]) => other.length - one.length);
  return longestFirst.map(([path, next]) => `    '${path}'|'${path} '*) ${line(next)} ;;`).join('\n');
}

/** Branches by the words so far and the option that stands last. */
function valueBranchesOf({ values }: Words, line: Line): string {
  return [...values]
    .map(([path, next]) => {
      const at = path.lastIndexOf(' ');
      return `    '${path}'|'${path.slice(0, at)} '*'${path.slice(at)}') ${line(next)} ;;`;
    })
    .join('\n');
}

/** The scripts; zsh's own variables are others than bash's, and its `path` is PATH. */
const scripts = {
  bash: (words: Words) => `_sidecar_injector() {
  local line='' words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) break ;; *) line="\${line:+$line }$word" ;; esac
  done
  case "$line" in
${branchesOf(words, (next) => `words='${next.join(' ')}'`)}
  esac
  case "$line \${COMP_WORDS[COMP_CWORD-1]}" in
${valueBranchesOf(words, (next) => `words='${next.join(' ')}'`)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$2"))
}
complete -o default -F _sidecar_injector sidecar-injector
`,
  zsh: (words: Words) => `#compdef sidecar-injector
_sidecar-injector() {
  local line='' word
  local -a after
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$word" in -*) break ;; *) line="\${line:+$line }$word" ;; esac
  done
  case "$line" in
${branchesOf(words, (next) => `after=(${next.join(' ')})`)}
  esac
  case "$line \${words[CURRENT-1]}" in
${valueBranchesOf(words, (next) => `compadd ${next.join(' ')}; return`)}
  esac
  compadd -a after
  if [[ -n "$line" && "$PREFIX" != -* ]]; then _files; fi
}
if [[ "\${funcstack[1]}" = _sidecar-injector ]]; then _sidecar-injector "$@"; else compdef _sidecar-injector sidecar-injector; fi
`,
} as const;
