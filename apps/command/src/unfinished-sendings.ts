/** `epacs send --list-unfinished` and `--forget`: what was broken off. */
import { join } from 'node:path'
import { CentreProblem, NodeError } from '@epacs/node/client'
import { forgetSending, giveUp, type Unfinished, unfinishedSendings } from '@epacs/node/direct-sending'
import { type AccessOptions, accessOf, atCentre } from './mailbox/access.ts'
import { sizeInWords } from './mailbox/size-in-words.ts'
import { minuteOf, textTable } from './mailbox/text-table.ts'
import { stateFolder } from './state-folder.ts'

interface Options extends AccessOptions {
  readonly json?: boolean
}

export function sendingsFolder(): string {
  return join(stateFolder(), 'sendings')
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

function told({ id, record, changedAt, isUnderWay }: Unfinished) {
  if (record === null) return { id, changedAt, isUnderWay, isReadable: false }
  const { begunAt, centre, recipient, subject, paths, packed, message } = record
  const sizeBytes = packed?.sizeBytes ?? null
  return { id, begunAt, centre, recipient, subject, paths, sizeBytes, message, isUnderWay, isReadable: true }
}

function rowOf({ id, record, changedAt, isUnderWay }: Unfinished): string[] {
  if (record === null)
    return [minuteOf(changedAt), '', '', 'unreadable: broken, or of another version', '', id]
  const { begunAt, recipient, packed, paths, message } = record
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
    const record = await forgetSending(folder, id)
    if (record !== null && !record.isAskedFor) await giveUpAtCentre(record, options)
    const mayBeThere = record?.isAskedFor === true ? (record.message ?? 'see epacs sent') : undefined
    if (options.json === true) process.stdout.write(`${JSON.stringify({ id, forgotten: true })}\n`)
    else {
      process.stdout.write(`${id}: forgotten\n`)
      if (record === null) console.error('It could not be read: see epacs sent whether its message is there.')
      if (mayBeThere !== undefined)
        console.error(`Its message is at the centre already, or may be: ${mayBeThere}.`)
    }
  }
}

async function giveUpAtCentre(
  { centre, uploadPath }: NonNullable<Unfinished['record']>,
  options: Options,
): Promise<void> {
  if (uploadPath === null) return
  try {
    // The same id may be another's upload at another centre.
    if (new URL((await accessOf(options)).centre).origin !== centre)
      throw new NodeError(`It is at ${centre}, and here another centre is set.`)
    await atCentre(options, async (connection) => await giveUp(connection, uploadPath))
  } catch (error) {
    if (!(error instanceof NodeError || error instanceof CentreProblem)) throw error
    console.error(`What was uploaded of it goes by itself when nobody goes on with it. ${error.message}`)
  }
}
