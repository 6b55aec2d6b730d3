/**
 * A study fetched from the PACS by C-GET (PS3.4 §C.4.3): its images come on the node's own association, so that the PACS need
 * neither know the node as a destination nor be able to call it. Series by series, since a series has few kinds of images, and
 * each kind needs a presentation context of its own.
 */
import { TAG, type Tag } from '@epacs/dicom'
import {
  type Association,
  find,
  get,
  isDone,
  type Moved,
  type Outcome,
  queryClassUid,
  requestAssociation,
  STATUS,
  textElement,
} from '@epacs/dicom/network'
import type { DicomPacsConfig } from '../config/schema.ts'
import { KNOWN_CLASSES, KNOWN_SYNTAXES as SYNTAXES } from '../passport/learn.ts'
import { addressOf } from '../receiving/pacs.ts'
import { USUAL_CLASSES, USUAL_COMPRESSIONS } from '../receiving/usual-kinds.ts'
import type { ReceivedInstance } from '../sending/receiver.ts'
import { LEVEL, PLAIN, refusalOf, textIn } from './pacs-studies.ts'

/** PS3.8 §9.3.2, less the one of C-GET itself. */
const MOST_CONTEXTS = 127
const MOST_SERIES = 2000
const MOST_INSTANCES = 20_000
const GET_MS = 3_600_000

/** @throws AssociationError, NotPossibleError, PacsRefusal */
export async function getStudy(
  pacs: DicomPacsConfig,
  study: string,
  store: (instance: ReceivedInstance) => Promise<Outcome>,
  cancel: AbortSignal,
): Promise<Moved> {
  const all = { remaining: 0, completed: 0, failed: 0, warning: 0 }
  let last: Outcome = { status: STATUS.success }
  for (const { series, classes } of await seriesOf(pacs, study, cancel)) {
    const wanted = { study, series }
    // What came in these contexts is not to come in others, whatever became of it here; and a PACS need not count.
    let came = 0
    const counting = async (instance: ReceivedInstance) => {
      came += 1
      return await store(instance)
    }
    const first = await getSeries(pacs, { ...wanted, contexts: contextsOf(classes) }, counting, cancel)
    // Some PACS look at one context of a class alone, whatever the image is in: then at one that is not compressed.
    const isNone = came === 0 && first.counts.completed + first.counts.warning === 0
    const { counts, ...outcome } = isNone
      ? await getSeries(pacs, { ...wanted, contexts: plainContextsOf(classes) }, store, cancel)
      : first
    if (!isDone(outcome.status)) throw refusalOf(outcome.status, outcome.errorComment)
    if (outcome.status !== STATUS.success) last = outcome
    for (const each of ['completed', 'failed', 'warning'] as const) all[each] += counts[each]
  }
  return { ...last, counts: all }
}

interface Series {
  readonly series: string
  /** Empty: the PACS does not tell. */
  readonly classes: readonly string[]
}

async function seriesOf(
  pacs: DicomPacsConfig,
  study: string,
  cancel: AbortSignal,
): Promise<readonly Series[]> {
  const contexts = [{ abstractSyntax: queryClassUid('study-root', 'find'), transferSyntaxes: PLAIN }]
  return await onAssociation({ ...(await addressOf(pacs)), contexts }, cancel, async (association) => {
    const inStudy = textElement(TAG.StudyInstanceUID, 'UI', study)
    const uids = await valuesOf(association, TAG.SeriesInstanceUID, MOST_SERIES, [
      textElement(LEVEL, 'CS', 'SERIES'),
      inStudy,
      textElement(TAG.SeriesInstanceUID, 'UI', ''),
    ])
    const all: Series[] = []
    for (const series of uids) {
      const classes = await valuesOf(association, TAG.SOPClassUID, MOST_INSTANCES, [
        textElement(LEVEL, 'CS', 'IMAGE'),
        inStudy,
        textElement(TAG.SeriesInstanceUID, 'UI', series),
        textElement(TAG.SOPInstanceUID, 'UI', ''),
        textElement(TAG.SOPClassUID, 'UI', ''),
      ])
      all.push({ series, classes })
    }
    return all
  })
}

async function valuesOf(
  association: Association,
  tag: Tag,
  most: number,
  keys: Parameters<typeof find>[1]['keys'],
): Promise<readonly string[]> {
  const { status, errorComment, matches } = await find(association, { model: 'study-root', keys }, most)
  // In part is not enough: what is not told of would be missing without a word.
  if (!isDone(status) || matches.length >= most) throw refusalOf(status, errorComment)
  return [...new Set(matches.map((match) => textIn(match, tag)).filter((uid) => uid !== ''))]
}

type Contexts = Parameters<typeof requestAssociation>[0]['contexts']

interface Wanted {
  readonly study: string
  readonly series: string
  readonly contexts: Contexts
}

async function getSeries(
  pacs: DicomPacsConfig,
  { study, series, contexts }: Wanted,
  store: (instance: ReceivedInstance) => Promise<Outcome>,
  cancel: AbortSignal,
): Promise<Moved> {
  const query = { abstractSyntax: queryClassUid('study-root', 'get'), transferSyntaxes: PLAIN }
  const options = {
    ...(await addressOf(pacs)),
    contexts: [query, ...contexts],
    roles: [...new Set(contexts.map(({ abstractSyntax }) => abstractSyntax))].map((sopClassUid) => ({
      ...{ sopClassUid, scu: false, scp: true },
    })),
    limits: { dimseMs: GET_MS },
    services: { store },
  }
  return await onAssociation(options, cancel, async (association) => {
    const keys = [
      textElement(LEVEL, 'CS', 'SERIES'),
      textElement(TAG.StudyInstanceUID, 'UI', study),
      textElement(TAG.SeriesInstanceUID, 'UI', series),
    ]
    return await get(association, { model: 'study-root', keys })
  })
}

/** One for each transfer syntax, so that each image comes in its own; as far as there is room. */
function contextsOf(classes: readonly string[]): Contexts {
  // The PACS does not tell classes of images (SOP Class UID is an optional key): the usual ones.
  if (classes.length === 0) {
    const syntaxes = [PLAIN, ...USUAL_COMPRESSIONS.map(([, uid]) => [uid])]
    return inAll(
      USUAL_CLASSES.map(([, uid]) => uid),
      syntaxes,
    )
  }
  if (classes.length * SYNTAXES.length <= MOST_CONTEXTS)
    return inAll(
      classes,
      SYNTAXES.map((uid) => [uid]),
    )
  return inAll(classes, [PLAIN, SYNTAXES.filter((uid) => !PLAIN.includes(uid))])
}

function plainContextsOf(classes: readonly string[]): Contexts {
  return inAll(classes.length === 0 ? KNOWN_CLASSES : classes, [PLAIN])
}

function inAll(classes: readonly string[], syntaxes: readonly (readonly string[])[]): Contexts {
  return classes
    .flatMap((abstractSyntax) => syntaxes.map((transferSyntaxes) => ({ abstractSyntax, transferSyntaxes })))
    .slice(0, MOST_CONTEXTS)
}

async function onAssociation<T>(
  options: Parameters<typeof requestAssociation>[0],
  cancel: AbortSignal,
  work: (association: Association) => Promise<T>,
): Promise<T> {
  cancel.throwIfAborted()
  const association = await requestAssociation({ ...options, signal: cancel })
  const abort = () => association.abort()
  cancel.addEventListener('abort', abort, { once: true })
  try {
    const result = await work(association)
    await association.release()
    return result
  } catch (error) {
    association.abort()
    throw error
  } finally {
    cancel.removeEventListener('abort', abort)
  }
}
