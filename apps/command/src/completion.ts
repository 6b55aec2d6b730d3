/** `epacs completion SHELL`: a script for the shell that knows commands and options. */
import { Argument, Command } from 'commander'

const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

/** What can follow: its subcommands, and its options. */
interface Words {
  /** `epacs node` for what follows these two. */
  readonly path: string
  readonly words: readonly string[]
  /** Its subcommands; where one has to stand, no file can. */
  readonly inside: readonly string[]
  /** Of options that take one of a few: what can follow each. */
  readonly values: readonly Values[]
}

interface Values {
  readonly option: string
  readonly choices: readonly string[]
}

/** @param everyCommand whose words it knows */
export function completionCommand(everyCommand: () => Promise<readonly Command[]>): Command {
  return new Command('completion')
    .description('words for the tab key of a shell: source <(epacs completion bash)')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .action(async (shell: Shell) => {
      const root = new Command('epacs')
      for (const command of await everyCommand()) root.addCommand(command)
      process.stdout.write(completionScript(shell, root))
    })
}

export function completionScript(shell: Shell, root: Command): string {
  return SCRIPTS[shell]([...wordsOf(root, root.name())])
}

function* wordsOf(command: Command, path: string): Generator<Words> {
  const inside = command.commands.map((each) => each.name())
  const options = command.options.flatMap(({ long }) => (long ? [long] : []))
  const argued = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  const values = command.options.flatMap(({ long, argChoices }) =>
    long && argChoices ? [{ option: long, choices: argChoices }] : [],
  )
  yield { path, words: [...inside, ...argued, ...options, '--help'], inside, values }
  for (const each of command.commands) yield* wordsOf(each, `${path} ${each.name()}`)
}

const SCRIPTS: Readonly<Record<Shell, (words: readonly Words[]) => string>> = {
  bash: (all) => `_epacs() {
  local path=epacs word words current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  # --form=xdm comes as three words.
  if [[ "$current" == "=" ]]; then
    current=""
  elif [[ "$before" == "=" ]]; then
    before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
${cases(all, 'path')}
    esac
  done
  case "$path" in
${all.map(({ path, words }) => `    "${path}") words="${words.join(' ')}" ;;`).join('\n')}
  esac
  case "$path $before" in
${valuesOf(all, (choices) => `words="${choices}"; compopt +o default 2>/dev/null`)}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _epacs epacs
`,
  // A variable called path would be zsh's own, tied to PATH.
  zsh: (all) => `#compdef epacs
_epacs() {
  local called=epacs word before="\${words[CURRENT-1]}"
  local -a given
  if [[ "\${words[CURRENT]}" == --*=* ]]; then
    before="\${words[CURRENT]%%=*}"
    compset -P '*='
  fi
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$called $word" in
${cases(all, 'called')}
    esac
  done
  case "$called $before" in
${valuesOf(all, (choices) => `compadd -- ${choices}; return`)}
  esac
  case "$called" in
${all.map((each) => `    "${each.path}") ${forZsh(each)} ;;`).join('\n')}
  esac
  compadd -- $given
  _files
}
if [[ "\${funcstack[1]}" == _epacs ]]; then
  _epacs "$@"
else
  compdef _epacs epacs
fi
`,
  fish: (all) =>
    all
      .map(({ path, words, inside, values }) => {
        const [, ...above] = path.split(' ')
        const seen = above.map((name) => `__fish_seen_subcommand_from ${name}`)
        const within = inside.length === 0 ? [] : [`not __fish_seen_subcommand_from ${inside.join(' ')}`]
        const condition = seen.length === 0 ? '__fish_use_subcommand' : [...seen, ...within].join('; and ')
        const offer = (more: string) => `complete -c epacs -n '${condition}' ${more}\n`
        return [
          offer(`${inside.length === 0 ? '' : '-f '}-a '${words.join(' ')}'`),
          ...values.map(({ option, choices }) => offer(`-l ${option.slice(2)} -xa '${choices.join(' ')}'`)),
        ].join('')
      })
      .join(''),
}

function forZsh({ words, inside }: Words): string {
  return inside.length === 0 ? `given=(${words.join(' ')})` : `compadd -- ${words.join(' ')}; return`
}

function cases(all: readonly Words[], variable: string): string {
  const inner = all.filter(({ path }) => path.includes(' '))
  return inner.map(({ path }) => `      "${path}") ${variable}="${path}" ;;`).join('\n')
}

function valuesOf(all: readonly Words[], taken: (choices: string) => string): string {
  return all
    .flatMap(({ path, values }) =>
      values.map(({ option, choices }) => `    "${path} ${option}") ${taken(choices.join(' '))} ;;`),
    )
    .join('\n')
}
