/** Search Transaction, QIDO-RS (PS3.18 §10.6), over the instances of one message. */
import type { DicomJson } from '@epacs/dicom/json'
import type { IndexEntry } from '@epacs/package'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import type { Entrance } from '../../identity/index.ts'
import { acceptedBy } from '../accept.ts'
import { type Addresses, addressesOf } from '../addresses.ts'
import { answerForm, sendObjects } from '../answer.ts'
import { asMeant } from '../as-meant.ts'
import { instanceObject } from '../instance-bytes.ts'
import { type MessageParams, type ReadableMessage, readableMessage } from '../readable-message.ts'
import { metadataOf } from '../retrieve/metadata.ts'
import { element, type Level, returned, withAttributes } from './levels.ts'
import { matches } from './matching.ts'
import { type Search, searchOf } from './query.ts'

const LEVELS: readonly Level[] = ['study', 'series', 'instance']

export async function search(
  centre: Centre,
  entrance: Entrance,
  level: Level,
  request: FastifyRequest<{ Params: MessageParams }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const asked = searchOf(request)
  const form = answerForm(acceptedBy(request))
  const message = await readableMessage(centre, request)
  const { params } = request
  const addresses = addressesOf(centre.config, entrance, message.messageId)
  const groups = grouped(level, message.index.within(params))
  const above = LEVELS.slice(0, LEVELS.indexOf(level)).filter((each) => params[each] === undefined)
  // As soon as it is read: whole headers of thousands of instances would lie in memory.
  const describe = async (group: readonly IndexEntry[]) => {
    const whole = await described(centre, message, level, group, addresses)
    const shown = () => asMeant(returned(whole, [...above, level], asked), centre.clock(), whole)
    return { whole, shown }
  }
  const { found, isMore } = await findAmong(level, groups, asked, describe)
  if (isMore) {
    const warning = 'More results than were returned; ask for them with an offset.'
    reply.header('Warning', `299 epacs "${warning}"`)
  }
  // PS3.18 §10.6.3.
  if (found.length === 0) return reply.code(204).send()
  return sendObjects(reply, form, listed(found))
}

async function* listed(objects: readonly DicomJson[]): AsyncGenerator<DicomJson> {
  yield* objects
}

function grouped(level: Level, entries: readonly IndexEntry[]): IndexEntry[][] {
  const nameOf = (entry: IndexEntry) =>
    level === 'study'
      ? entry.studyInstanceUid
      : level === 'series'
        ? `${entry.studyInstanceUid} ${entry.seriesInstanceUid}`
        : entry.sopInstanceUid
  return [...Map.groupBy(entries, nameOf).values()]
}

interface Described {
  readonly whole: DicomJson
  shown(): DicomJson
}

async function findAmong(
  level: Level,
  groups: readonly IndexEntry[][],
  asked: Search,
  describe: (group: readonly IndexEntry[]) => Promise<Described>,
): Promise<{ readonly found: readonly DicomJson[]; readonly isMore: boolean }> {
  const found: DicomJson[] = []
  const uids = new Map([...asked.keys].filter(([tag]) => UIDS.has(tag)))
  const isOfHeader = uids.size < asked.keys.size
  let matched = 0
  for (const group of groups) {
    const [first] = group
    // By the index alone: only what may be meant is read.
    if (first === undefined || !matches(identifying(first, level), uids)) continue
    if (!isOfHeader && matched++ < asked.offset) continue
    if (!isOfHeader && found.length === asked.limit) return { found, isMore: true }
    const { whole, shown } = await describe(group)
    if (isOfHeader) {
      if (!matches(whole, asked.keys)) continue
      if (matched++ < asked.offset) continue
      if (found.length === asked.limit) return { found, isMore: true }
    }
    found.push(shown())
  }
  return { found, isMore: false }
}

const UIDS: ReadonlySet<string> = new Set(['0020000D', '0020000E', '00080018', '00080016'])

function identifying(entry: IndexEntry, level: Level): DicomJson {
  return {
    '0020000D': element('UI', entry.studyInstanceUid),
    ...(level === 'study' ? {} : { '0020000E': element('UI', entry.seriesInstanceUid) }),
    ...(level !== 'instance'
      ? {}
      : { '00080018': element('UI', entry.sopInstanceUid), '00080016': element('UI', entry.sopClassUid) }),
  }
}

async function described(
  centre: Centre,
  { key }: ReadableMessage,
  level: Level,
  group: readonly IndexEntry[],
  addresses: Addresses,
): Promise<DicomJson> {
  const [first] = group
  if (first === undefined) return {}
  // What is searched for and shown stands before the pixel data: for thousands of instances, their heads are enough.
  const headOf = async (entry: IndexEntry) =>
    metadataOf(await instanceObject(centre, key, entry), entry, addresses)
  const object = await headOf(first)
  const online = { '00080056': element('CS', 'ONLINE') }
  if (level === 'instance') {
    return withAttributes(object, {
      ...online,
      '00081190': element('UR', addresses.instance(first)),
      '00083002': element('UI', first.transferSyntaxUid),
    })
  }
  if (level === 'series') {
    return withAttributes(object, {
      ...online,
      '00081190': element('UR', addresses.series(first)),
      '00201209': element('IS', group.length),
    })
  }
  const series = [...Map.groupBy(group, ({ seriesInstanceUid }) => seriesInstanceUid).values()]
  const modalities = new Set<string>()
  for (const [one] of series) {
    if (one === undefined) continue
    const { Value: [modality] = [] } = (await headOf(one))['00080060'] ?? {}
    if (typeof modality === 'string') modalities.add(modality)
  }
  return withAttributes(object, {
    ...online,
    '00080061': element('CS', ...modalities),
    '00081190': element('UR', addresses.study(first.studyInstanceUid)),
    '00201206': element('IS', series.length),
    '00201208': element('IS', group.length),
  })
}
