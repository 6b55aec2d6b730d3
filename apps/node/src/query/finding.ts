/**
 * Answers C-FIND (PS3.4 §C.4.1) from what is held. Values go out with the bytes in which they came, and the Specific
 * Character Set of the instance that they are of beside them: nothing is written anew.
 */
import { TAG, type Tag, textOf, type VR } from '@epacs/dicom'
import { isMatch } from '@epacs/dicom/matching'
import {
  type Identifier,
  type IdentifierElement,
  type Match,
  type QueryRequest,
  textElement,
} from '@epacs/dicom/network'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { KEYS } from '../holding/held-keys.ts'
import type { HeldObjects, HeldSeries } from '../holding/held-objects.ts'
import { byPatient, identifierOf, withPatient } from './held-patients.ts'
import { type Asked, askedFor, dataSetOf, type Level, QUERY_LEVEL, UNIQUE } from './scope.ts'

const RETRIEVE_AE_TITLE: Tag = 0x00080054
const INSTANCE_AVAILABILITY: Tag = 0x00080056

type Computed = ReadonlyMap<Tag, readonly [vr: VR, value: () => string]>

/** One of a level: what is kept of it, and what is counted when it is asked for. */
interface Candidate {
  readonly held: Identifier
  readonly computed: Computed
}

const COMPUTED: Readonly<Record<Level, readonly Tag[]>> = {
  // Number of Patient Related Studies, Series, Instances.
  PATIENT: [0x00201200, 0x00201202, 0x00201204],
  // Modalities in Study, SOP Classes in Study, Number of Study Related Series, Instances.
  STUDY: [0x00080061, 0x00080062, 0x00201206, 0x00201208],
  // Number of Series Related Instances.
  SERIES: [0x00201209],
  // Available Transfer Syntax UID.
  IMAGE: [0x00083002],
}

const LEVELS: readonly Level[] = ['PATIENT', 'STUDY', 'SERIES', 'IMAGE']
const KEYS_OF = { PATIENT: KEYS.patient, STUDY: KEYS.study, SERIES: KEYS.series, IMAGE: KEYS.instance }

/** Of a level and those above it. */
function knownAt(level: Level): ReadonlySet<Tag> {
  const levels = LEVELS.slice(0, LEVELS.indexOf(level) + 1)
  return new Set<Tag>([...levels.flatMap((each) => [...KEYS_OF[each]]), ...COMPUTED[level]])
}

/** @param aeTitle where what is found can be retrieved. @throws QueryRefusal */
export async function* findHeld(
  objects: HeldObjects,
  { model, identifier }: QueryRequest,
  aeTitle: string,
): AsyncGenerator<Match> {
  const asked = askedFor(model, identifier)
  const known = knownAt(asked.level)
  const areKeysKnown = [...identifier.keys()].every(
    (tag) => known.has(tag) || tag === QUERY_LEVEL || tag === TAG.SpecificCharacterSet || ALWAYS.has(tag),
  )
  for (const candidate of candidates(objects, asked)) {
    if (!isWanted(candidate, asked, known)) continue
    yield { elements: answered(candidate, identifier, asked.level, known, aeTitle), areKeysKnown }
  }
}

const ALWAYS: ReadonlySet<Tag> = new Set([RETRIEVE_AE_TITLE, INSTANCE_AVAILABILITY])

function* candidates(objects: HeldObjects, asked: Asked): Generator<Candidate> {
  const series = objects.series(asked.uids)
  if (asked.level === 'PATIENT') yield* patients(objects, series)
  else if (asked.level === 'STUDY') yield* studies(objects, series)
  else
    for (const each of series) {
      if (asked.level === 'SERIES') yield oneSeries(objects, each)
      else yield* instances(objects, each, asked)
    }
}

function* patients(objects: HeldObjects, series: readonly HeldSeries[]): Generator<Candidate> {
  for (const group of byPatient(series.map(withPatient))) {
    const [first] = group
    if (first === undefined) continue
    const study = [...new Set(group.map(({ studyUid }) => studyUid))]
    const seriesUids = group.map(({ seriesUid }) => seriesUid)
    yield {
      held: first.held,
      computed: new Map([
        [0x00201200, ['IS', () => String(study.length)]],
        [0x00201202, ['IS', () => String(group.length)]],
        [0x00201204, ['IS', () => String(objects.count({ study, series: seriesUids }))]],
      ]),
    }
  }
}

function* studies(objects: HeldObjects, series: readonly HeldSeries[]): Generator<Candidate> {
  for (const [studyUid, group] of Map.groupBy(series, (each) => each.studyUid)) {
    const [first] = group
    if (first === undefined) continue
    const modalities = new Set(group.map(({ modality }) => modality).filter((each) => each !== ''))
    yield {
      held: identifierOf(first.keys),
      computed: new Map([
        [0x00080061, ['CS', () => [...modalities].join('\\')]],
        [0x00080062, ['UI', () => objects.sopClasses({ study: [studyUid] }).join('\\')]],
        [0x00201206, ['IS', () => String(group.length)]],
        [0x00201208, ['IS', () => String(objects.count({ study: [studyUid] }))]],
      ]),
    }
  }
}

function oneSeries(objects: HeldObjects, { studyUid, seriesUid, keys }: HeldSeries): Candidate {
  const count = () => objects.count({ study: [studyUid], series: [seriesUid] })
  return { held: identifierOf(keys), computed: new Map([[0x00201209, ['IS', () => String(count())]]]) }
}

function* instances(
  objects: HeldObjects,
  { studyUid, seriesUid, keys }: HeldSeries,
  { uids }: Asked,
): Generator<Candidate> {
  const above = identifierOf(keys)
  const scope = { study: [studyUid], series: [seriesUid], instance: uids.instance }
  for (const each of objects.instances(scope, 'with-keys')) {
    yield {
      held: new Map([...above, ...identifierOf(each.keys)]),
      computed: new Map([[0x00083002, ['UI', () => each.transferSyntaxUid]]]),
    }
  }
}

function isWanted({ held, computed }: Candidate, { keys }: Asked, known: ReadonlySet<Tag>): boolean {
  const dataSet = dataSetOf(held)
  return [...keys].every(([tag, key]) => {
    // What is not known here is not matched, and the status says so (PS3.4 §C.4.1.1.4).
    if (!known.has(tag)) return true
    const counted = computed.get(tag)
    const vr = counted?.[0] ?? held.get(tag)?.vr
    const text = counted === undefined ? textOf(dataSet, tag) : counted[1]()
    if (vr === undefined || text === undefined || text === '') return false
    // Under a wrong label ("Dvoøák") it is found by the name that it was meant for, too: it goes out as it is.
    return [text, likelyOr(text)].some((reading) => isMatch(vr, valuesOf(vr, reading), key))
  })
}

/** Component groups of a name each for itself, and together. */
function valuesOf(vr: VR, text: string): readonly string[] {
  if (vr === 'LT' || vr === 'ST' || vr === 'UT') return [text]
  const values = text.split('\\')
  if (vr !== 'PN') return values
  return values.flatMap((value) => [value, ...(value.includes('=') ? value.split('=') : [])])
}

function answered(
  { held, computed }: Candidate,
  identifier: Identifier,
  level: Level,
  known: ReadonlySet<Tag>,
  aeTitle: string,
): readonly IdentifierElement[] {
  const elements = new Map<Tag, IdentifierElement>()
  const uniqueKeys = LEVELS.slice(1, LEVELS.indexOf(level) + 1).map((each) => UNIQUE[each])
  for (const tag of [...identifier.keys(), UNIQUE[level], ...uniqueKeys]) {
    const counted = computed.get(tag)
    const element = known.has(tag) ? held.get(tag) : undefined
    if (counted !== undefined) elements.set(tag, textElement(tag, counted[0], counted[1]()))
    else if (element !== undefined) elements.set(tag, element)
    else elements.set(tag, { tag, vr: identifier.get(tag)?.vr ?? 'UI', value: new Uint8Array(0) })
  }
  const characterSet = held.get(TAG.SpecificCharacterSet)
  elements.delete(TAG.SpecificCharacterSet)
  if (characterSet !== undefined) elements.set(TAG.SpecificCharacterSet, characterSet)
  elements.set(QUERY_LEVEL, textElement(QUERY_LEVEL, 'CS', level))
  elements.set(RETRIEVE_AE_TITLE, textElement(RETRIEVE_AE_TITLE, 'AE', aeTitle))
  elements.set(INSTANCE_AVAILABILITY, textElement(INSTANCE_AVAILABILITY, 'CS', 'ONLINE'))
  return [...elements.values()]
}
