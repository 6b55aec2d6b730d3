/** `epacs directory`: participants of the network. */
import { Command, Option } from 'commander'
import { ACCESS_HELP, type AccessOptions, atCentre, withAccess } from './access.ts'
import { textTable } from './text-table.ts'

interface Institution {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly city: string
  readonly connection: string
}

interface Options extends AccessOptions {
  readonly kind?: string
  readonly city?: string
  readonly json?: boolean
}

const PAGE_SIZE = 100
const KINDS = ['hospital', 'outpatient', 'specialised', 'private-practice', 'scientific']

export function directoryCommand(): Command {
  return withAccess(
    new Command('directory')
      .description('look participants up; neither case nor accents matter')
      .argument('[words...]', 'words of the name'),
  )
    .addOption(new Option('--kind <kind>', 'of this kind alone').choices(KINDS))
    .option('--city <town>', 'in this town')
    .option('--json', 'one JSON document per line, for programs')
    .addHelpText('after', ACCESS_HELP)
    .action(lookUp)
}

async function lookUp(words: readonly string[], options: Options): Promise<void> {
  const { kind, city, json = false } = options
  await atCentre(options, async (connection) => {
    const rows: string[][] = []
    for (let page = 1; ; page++) {
      const asked = new URLSearchParams({
        ...(words.length === 0 ? {} : { q: words.join(' ') }),
        ...(kind === undefined ? {} : { kind }),
        ...(city === undefined ? {} : { city }),
        page: String(page),
        pageSize: String(PAGE_SIZE),
      })
      const { items } = await connection.call<{ items: readonly Institution[] }>({
        path: `/api/institutions?${asked}`,
      })
      for (const each of items) {
        if (json) process.stdout.write(`${JSON.stringify(each)}\n`)
        else rows.push([each.name, each.city, each.kind, each.connection, each.id])
      }
      if (items.length < PAGE_SIZE) break
    }
    if (json) return
    if (rows.length === 0) console.error('There is no such participant.')
    else process.stdout.write(textTable(['NAME', 'TOWN', 'KIND', 'BY', 'ID'], rows))
  })
}
