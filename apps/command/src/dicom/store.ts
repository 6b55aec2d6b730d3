/**
 * `epacs dicom store`: files to a PACS (C-STORE, PS3.7 §9.1.1), each in its own transfer syntax. One association for as
 * many kinds of object as one can negotiate.
 */
import { createReadStream } from 'node:fs'
import { DicomError, type InstanceHeader, InstanceReader } from '@epacs/dicom'
import { isDone, requestAssociation, store } from '@epacs/dicom/network'
import { filesBelow, NodeError } from '@epacs/node/client'
import { Command } from 'commander'
import { givenPaths } from '../given-paths.ts'
import { counted } from '../mailbox/counted.ts'
import { Progress } from '../progress.ts'
import { addressOf, type PeerOptions, statusInWords, toldInWords, withPeer } from './peer.ts'

/** PS3.8 §9.3.2: presentation contexts of one association. */
const MOST_CONTEXTS = 128
const READ_BYTES = 256 * 1024

interface Found {
  readonly file: string
  readonly header: InstanceHeader
}

export function storeCommand(): Command {
  return withPeer(new Command('store').description('send DICOM files to a PACS (C-STORE)'))
    .argument('<paths...>', 'files, folders, patterns; - for a list of them on the standard input')
    .option('--json', 'the outcome as JSON, for programs')
    .action(sendAll)
}

async function sendAll(
  host: string,
  port: number,
  given: readonly string[],
  options: PeerOptions & { readonly json?: boolean },
): Promise<void> {
  const { found, unread } = await readAll(await givenPaths(given))
  const { aec, json = false } = options
  if (!json) for (const each of unread) console.error(each)
  const peer = `${options.aec} at ${host}:${port}`
  const address = await addressOf(host, port, options)
  const progress = new Progress(json ? 'quiet' : 'shown')
  let stored = 0
  const refused: string[] = []
  try {
    for (const group of groupsOf(found)) {
      await toldInWords(peer, async () => {
        const association = await requestAssociation({ ...address, contexts: group.contexts })
        for (const { file, header } of group.members) {
          const { sopClassUid, sopInstanceUid, transferSyntaxUid } = header
          if (association.context(sopClassUid, transferSyntaxUid) === undefined) {
            refused.push(`${file}: ${sopClassUid} in ${transferSyntaxUid} is not taken`)
            continue
          }
          const dataSet = dataSetOf(file, header)
          const outcome = await store(association, {
            sopClassUid,
            sopInstanceUid,
            transferSyntaxUid,
            dataSet,
          })
          if (isDone(outcome.status)) stored++
          else refused.push(`${file}: ${statusInWords(outcome.status, outcome.errorComment)}`)
          progress.show((stored + refused.length) / found.length, `${stored} of ${found.length}`)
        }
        await association.release()
      })
    }
  } finally {
    progress.end()
    if (json) {
      const outcome = { aec, host, port, images: found.length, stored, refused, leftOut: unread }
      process.stdout.write(`${JSON.stringify(outcome)}\n`)
    } else {
      for (const each of refused) console.error(each)
      process.stdout.write(
        `${stored} of ${counted(found.length, 'image')} ${found.length === 1 ? 'is' : 'are'} with ${peer}\n`,
      )
    }
  }
  if (refused.length > 0)
    throw new NodeError(
      `${counted(refused.length, 'image')} ${refused.length === 1 ? 'was' : 'were'} refused.`,
    )
  if (found.length === 0) throw new NodeError('There was no image among them.')
}

async function readAll(paths: readonly string[]) {
  const found: Found[] = []
  const unread: string[] = []
  for (const path of paths) {
    for await (const { filePath, kind } of below(path)) {
      if (kind !== 'file') continue
      try {
        found.push({ file: filePath, header: await headerOf(filePath) })
      } catch (error) {
        if (!(error instanceof DicomError)) throw error
        unread.push(`${filePath}: left out, ${error.message}`)
      }
    }
  }
  return { found, unread }
}

async function* below(path: string) {
  try {
    yield* filesBelow(path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new NodeError(`${path} cannot be read: ${error.message}`, { cause: error })
  }
}

/** Read to its end: a cut file is told of before anything is sent. */
async function headerOf(file: string): Promise<InstanceHeader> {
  const reader = new InstanceReader()
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES }))
    reader.push(chunk as Buffer)
  return reader.end()
}

/** The data set alone, as it lies in the file. */
function dataSetOf(file: string, { dataSetOffset, objectBytes }: InstanceHeader): AsyncIterable<Uint8Array> {
  return createReadStream(file, {
    start: dataSetOffset,
    end: objectBytes - 1,
    highWaterMark: READ_BYTES,
  })
}

interface Group {
  readonly contexts: { readonly abstractSyntax: string; readonly transferSyntaxes: readonly string[] }[]
  readonly members: Found[]
}

function groupsOf(found: readonly Found[]): readonly Group[] {
  const groups: Group[] = []
  const kinds = Map.groupBy(found, ({ header }) => `${header.sopClassUid} ${header.transferSyntaxUid}`)
  for (const [kind, members] of kinds) {
    const [abstractSyntax = '', transferSyntax = ''] = kind.split(' ')
    let group = groups.at(-1)
    if (group === undefined || group.contexts.length === MOST_CONTEXTS) {
      group = { contexts: [], members: [] }
      groups.push(group)
    }
    group.contexts.push({ abstractSyntax, transferSyntaxes: [transferSyntax] })
    group.members.push(...members)
  }
  return groups
}
