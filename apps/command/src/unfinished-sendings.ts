/** `epacs send --list-unfinished` and `--forget`: what was broken off. */
import { join } from 'node:path'
import { CentreProblem, NodeError } from '@epacs/node/client'
import { forgetSending, giveUp, type Unfinished, unfinishedSendings } from '@epacs/node/direct-sending'
import { type AccessOptions, atCentre } from './mailbox/access.ts'
import { sizeInWords } from './mailbox/size-in-words.ts'
import { minuteOf, textTable } from './mailbox/text-table.ts'
import { stateFolder } from './state-folder.ts'

interface Options extends AccessOptions {
  readonly json?: boolean
}

export function sendingsFolder(): string {
  return join(stateFolder(), 'sendings')
}

/** Those whose time is over, with their packages. */
export async function removeForgotten(): Promise<void> {
  await unfinishedSendings(sendingsFolder())
}

export async function listUnfinished({ json = false }: Options): Promise<void> {
  const unfinished = await unfinishedSendings(sendingsFolder())
  if (json) {
    for (const each of unfinished) process.stdout.write(`${JSON.stringify(told(each))}\n`)
    return
  }
  if (unfinished.length === 0) console.error('No sending was broken off.')
  else
    process.stdout.write(
      textTable(['BEGUN', 'TO', 'SIZE', 'STATE', 'FILES', 'SENDING'], unfinished.map(rowOf)),
    )
}

function told({ id, begunAt, centre, recipient, subject, paths, packed, message, isUnderWay }: Unfinished) {
  const sizeBytes = packed?.sizeBytes ?? null
  return { id, begunAt, centre, recipient, subject, paths, sizeBytes, message, isUnderWay }
}

function rowOf({ id, begunAt, recipient, packed, paths, message, isUnderWay }: Unfinished): string[] {
  const [first = '', ...others] = paths
  return [
    minuteOf(begunAt),
    recipient.name,
    packed === null ? '' : sizeInWords(packed.sizeBytes),
    isUnderWay ? 'under way' : message === null ? 'broken off' : 'sent, not followed to its end',
    others.length === 0 ? first : `${first} and ${others.length} more`,
    id,
  ]
}

/** @param which an id, or `all` */
export async function forget(which: string, options: Options): Promise<void> {
  const folder = sendingsFolder()
  const unfinished = await unfinishedSendings(folder)
  const ids =
    which === 'all' ? unfinished.filter(({ isUnderWay }) => !isUnderWay).map(({ id }) => id) : [which]
  for (const id of ids) {
    const { uploadPath, isAskedFor, message } = await forgetSending(folder, id)
    if (uploadPath !== null && !isAskedFor) await giveUpAtCentre(uploadPath, options)
    const mayBeThere = isAskedFor ? (message ?? 'see epacs sent') : undefined
    if (options.json === true) process.stdout.write(`${JSON.stringify({ id, forgotten: true })}\n`)
    else {
      process.stdout.write(`${id}: forgotten\n`)
      if (mayBeThere !== undefined)
        console.error(`Its message is at the centre already, or may be: ${mayBeThere}.`)
    }
  }
}

async function giveUpAtCentre(uploadPath: string, options: Options): Promise<void> {
  try {
    await atCentre(options, async (connection) => await giveUp(connection, uploadPath))
  } catch (error) {
    if (!(error instanceof NodeError || error instanceof CentreProblem)) throw error
    console.error(`What was uploaded of it goes by itself when nobody goes on with it. ${error.message}`)
  }
}
