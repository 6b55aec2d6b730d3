/** `epacs node end-to-end`: whose keys this node knows, its own fingerprint, and the administrator's word about them. */
import { askNode, judgeIdentity, type NodeState, readNodeConfig, rotateOwnKeys } from '@epacs/node'
import { NodeError } from '@epacs/node/client'

interface Options {
  readonly config: string
  readonly accept?: string
  readonly forget?: string
  readonly rotate?: boolean
  readonly json?: boolean
}

type Known = NodeState['endToEnd']['known'][number]

export async function endToEnd({ config: path, accept, forget, rotate = false, json = false }: Options) {
  const config = await readNodeConfig(path)
  if ([accept !== undefined, forget !== undefined, rotate].filter(Boolean).length > 1)
    throw new NodeError('One of --accept, --forget and --rotate at a time.')
  if (rotate) {
    const keyId = await rotateOwnKeys(config.dataFolder)
    const words = `The new key is ${keyId}: the running node tells the centre of it within seconds. The fingerprint stays.\n`
    process.stdout.write(json ? `${JSON.stringify({ keyId })}\n` : words)
    return
  }
  const named = accept ?? forget
  if (named !== undefined) {
    const { known } = (await askNode(config)).endToEnd
    await judgeIdentity(config, institutionIn(known, named), accept === undefined ? 'forget' : 'accept')
  }
  const state = (await askNode(config)).endToEnd
  process.stdout.write(json ? `${JSON.stringify(state)}\n` : inWords(state))
}

function institutionIn(known: readonly Known[], named: string): string {
  const found = new Set(
    known.flatMap(({ institution: { id, name } }) => (named === id || named === name ? [id] : [])),
  )
  const [id] = found
  if (id === undefined) throw new NodeError(`No end-to-end key of ${named} is known here.`)
  if (found.size > 1) throw new NodeError(`Several institutions are called ${named}: name it by its id.`)
  return id
}

function inWords({ sending, fingerprint, known }: NodeState['endToEnd']): string {
  const lines = [
    `sending   ${typeof sending === 'string' ? sending : sending.join(', ')}`,
    `own       ${fingerprint}`,
    ...known.map(({ institution, fingerprint: theirs, state, since }) => {
      const standing = state === 'asked' ? 'WAITS    ' : 'believed '
      return `${standing} ${theirs} ${institution.name} ${institution.id}, since ${since.slice(0, 10)}`
    }),
  ]
  return lines.map((line) => `${line}\n`).join('')
}
