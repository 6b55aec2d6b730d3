/** `epacs man [COMMAND...]`: manual pages in man(7), from the same descriptions as the help. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'

/** @param everyCommand whose pages it writes */
export function manCommand(everyCommand: () => Promise<readonly Command[]>): Command {
  return new Command('man')
    .description('manual pages: epacs man send | man -l -')
    .argument('[command...]', 'whose page is written out; none: the page of epacs itself')
    .option('--folder <folder>', 'write the pages of all commands there, as FOLDER/epacs-….1')
    .action(async (path: readonly string[], { folder }: { folder?: string }) => {
      const root = new Command('epacs').description('What is done from a terminal in an ePACS network.')
      for (const command of await everyCommand()) root.addCommand(command)
      if (folder !== undefined) return await writePages(root, folder)
      const [command, above] = commandAt(root, path)
      process.stdout.write(manPage(command, above))
    })
}

async function writePages(root: Command, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { command, above } of withThoseInside(root, [])) {
    const name = [...above, command.name()].join('-')
    await writeFile(join(folder, `${name}.1`), manPage(command, above))
  }
}

function* withThoseInside(
  command: Command,
  above: readonly string[],
): Generator<{ command: Command; above: readonly string[] }> {
  yield { command, above }
  for (const inner of command.commands) yield* withThoseInside(inner, [...above, command.name()])
}

/** Misuse is told as commander tells it. */
function commandAt(root: Command, path: readonly string[]): [Command, readonly string[]] {
  let command = root
  const above: string[] = []
  for (const name of path) {
    const inner = command.commands.find((each) => each.name() === name)
    if (inner === undefined) return root.error(`error: unknown command '${name}'`, { exitCode: 2 })
    above.push(command.name())
    command = inner
  }
  return [command, above]
}

/** @param above names of the commands that it stands in, the outermost first */
export function manPage(command: Command, above: readonly string[]): string {
  const words = [...above, command.name()]
  const name = words.join('-')
  const [summary = ''] = command.description().split('\n')
  const help = command.createHelp()
  const terms = (items: readonly (readonly [string, string])[]) =>
    items.map(([term, text]) => `.TP\n.B ${escaped(term)}\n${escaped(text)}\n`).join('')
  const section = (title: string, text: string) => (text === '' ? '' : `.SH ${title}\n${text}`)
  const inner = help.visibleCommands(command).filter((each) => each.name() !== 'help')
  return [
    `.TH ${escaped(name.toUpperCase())} 1 "" ePACS\n`,
    section('NAME', `${escaped(name)} \\- ${escaped(summary)}\n`),
    section('SYNOPSIS', `.B ${escaped(words.join(' '))}\n${escaped(command.usage())}\n`),
    section('DESCRIPTION', `${escaped(command.description())}\n`),
    section(
      'ARGUMENTS',
      terms(help.visibleArguments(command).map((each) => [each.name(), help.argumentDescription(each)])),
    ),
    section(
      'OPTIONS',
      terms(help.visibleOptions(command).map((each) => [each.flags, help.optionDescription(each)])),
    ),
    section(
      'COMMANDS',
      terms(inner.map((each) => [each.name(), `${each.description()}: ${name}-${each.name()}(1)`])),
    ),
    section('NOTES', paragraphs(afterHelpOf(command))),
    section(
      'EXIT STATUS',
      terms([
        ['0', 'done'],
        ['1', 'failed'],
        ['2', 'called wrongly'],
      ]),
    ),
    section('SEE ALSO', above.length === 0 ? '' : `.BR ${escaped(above.join('-'))} (1)\n`),
  ].join('')
}

/** What the help says behind the options: commander keeps it where only its own output comes by. */
function afterHelpOf(command: Command): string {
  let whole = ''
  command.configureOutput({
    writeOut: (part) => {
      whole += part
    },
  })
  command.outputHelp()
  return whole.slice(command.helpInformation().length).trim()
}

/** Lines of a paragraph are filled, as everywhere in a manual. */
function paragraphs(text: string): string {
  const each = text.split(/\n{2,}/).filter((part) => part !== '')
  return each.map((part) => `${escaped(part)}\n`).join('.PP\n')
}

/** Of roff: backslashes and hyphens as themselves, and no line that would begin a request. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&')
}
