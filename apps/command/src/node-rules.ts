/** `epacs node rules`: shows what would become of files, and which rule says so. */
import { askNode, type Foreseen, foresee, type NodeConfig, readNodeConfig, rulesForFiles } from '@epacs/node'
import { NodeError } from '@epacs/node/client'

interface Options {
  readonly config: string
  readonly calling: string
  readonly called: string
  readonly files?: boolean
  readonly json?: boolean
}

/** @throws NodeError: also when a file is no image */
export async function showRules(
  paths: readonly string[],
  { config, calling, called, files = false, json = false }: Options,
): Promise<void> {
  const read = await readNodeConfig(config)
  const nameOf = await participantNames(read)
  let strange = 0
  const rules = files ? rulesForFiles(read.rules) : read.rules
  const call = { called, calling: files ? undefined : calling }
  for await (const each of foresee(rules, paths, call)) {
    process.stdout.write(json ? `${JSON.stringify(each)}\n` : shown(each, called, nameOf))
    if (each.decision === null) strange += 1
  }
  if (strange > 0) throw new NodeError(`${strange} files are no images that could be sent.`)
}

type NameOf = (title: string) => string

/** Participants as the running node knows them, aliases as they stand in the file; without a node, AE titles say nothing. */
async function participantNames(read: NodeConfig): Promise<NameOf> {
  try {
    const { participants } = await askNode(read)
    return (title) => {
      const called = read.dicom.aliases[title] ?? title
      const found = participants.find(({ aeTitle }) => aeTitle === called)
      return found === undefined
        ? `${title} (no participant: it would be refused)`
        : `${title} (${found.name})`
    }
  } catch (error) {
    if (!(error instanceof NodeError)) throw error
    return (title) => title
  }
}

function shown({ path, decision, problem }: Foreseen, called: string, nameOf: NameOf): string {
  if (decision === null) return `${path}\n  would be refused: ${problem}\n`
  const { to = [called], droppedBy, isUrgent, notes, trace } = decision
  const lines = trace.map(({ rule, why, effects }) => {
    const does = effects.length === 0 ? '-' : effects.join('; ')
    return `  ${rule}: ${does} (${why})`
  })
  const end =
    droppedBy === undefined
      ? `  => ${to.map(nameOf).join(', ')}${isUrgent ? ', urgent' : ''}${notes.map((note) => `, "${note}"`).join('')}`
      : `  => left out, by ${droppedBy}`
  return `${[path, ...lines, end].join('\n')}\n`
}
