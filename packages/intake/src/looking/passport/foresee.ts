/** What will become of images at a recipient's PACS, told before they are sent. */
import type { ImageKind, NodePassport, PlacePassport, RecipientPassport } from './passport.ts'
import { matchesPattern } from './pattern.ts'

/** PS3.5 §10: what is decompressed goes in it. */
const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1'
/** ASCII alone: every application shows it. */
const DEFAULT_REPERTOIRE = ['', 'ISO_IR 6', 'ISO 2022 IR 6']

/** From the mildest on. */
const GRAVITY = ['characters', 'decompressed', 'syntax-refused', 'class-refused'] as const

/**
 * `class-refused`, `syntax-refused`: the PACS will not take it; it stays in the mailbox. `decompressed`: it is stored
 * in Explicit VR Little Endian. `characters`: texts in it may be shown wrong.
 */
export type Foreseen = (typeof GRAVITY)[number]

export interface Foresight {
  readonly what: Foreseen
  /** At one of several PACS that it goes to; of what is refused: while another one is known to take it. */
  readonly isPartly: boolean
  /** False, of what is refused alone: nobody knows whether another PACS takes it, or it hangs on which node gets it. */
  readonly isCertain: boolean
}

type Refusal = Extract<Foreseen, 'class-refused' | 'syntax-refused'>
type Fate = Refusal | 'decompressed' | 'taken' | 'unknown'

/** Of one kind of image; empty: nothing is to be said. Any one of the nodes may get it. */
function foresee(kind: ImageKind, { nodes }: RecipientPassport): readonly Foresight[] {
  const all = (nodes ?? []).map((node) => atNode(kind, node))
  return [...ofMildOnes(all), ...ofRefusals(all)]
}

function ofMildOnes(all: readonly (readonly Foresight[])[]): readonly Foresight[] {
  return (['characters', 'decompressed'] as const).flatMap((what): readonly Foresight[] => {
    const those = all.flatMap((foresights) => foresights.filter((each) => each.what === what))
    if (those.length === 0) return []
    const isPartly = those.length < all.length || those.some((each) => each.isPartly)
    return [{ what, isPartly, isCertain: true }]
  })
}

function ofRefusals(all: readonly (readonly Foresight[])[]): readonly Foresight[] {
  const refusals = all.flat().filter(({ what }) => isRefusal(what))
  // That no PACS takes it weighs more than any refusal of one among several.
  const whole = refusals.filter(({ isPartly }) => !isPartly)
  const what = mildest(whole.map((each) => each.what))
  if (what === undefined) {
    const whats = distinct(refusals.map((each) => each.what))
    return whats.map((each) => ({ what: each, isPartly: true, isCertain: true }))
  }
  const isCertain = all.every((foresights) =>
    foresights.some((each) => isRefusal(each.what) && !each.isPartly && each.isCertain),
  )
  return [{ what, isPartly: false, isCertain }]
}

function atNode(kind: ImageKind, { places, rules }: NodePassport): readonly Foresight[] {
  const rule = rules.find(({ modality }) => isOf(modality, kind.modality))
  const goesTo = rule === undefined ? places : rule.places.flatMap((index) => places[index] ?? [])
  const fates = goesTo.map((place) => fateOf(kind, place))
  const misshown = goesTo.filter((place, index) => !isRefusal(fates[index]) && !isShown(kind, place)).length
  const decompressed = fates.filter((fate) => fate === 'decompressed').length
  const mild = (what: Foreseen, concerned: number): readonly Foresight[] =>
    concerned === 0 ? [] : [{ what, isPartly: concerned < goesTo.length, isCertain: true }]
  return [...mild('characters', misshown), ...mild('decompressed', decompressed), ...refusedAt(fates)]
}

/** By PACS that all get it. */
function refusedAt(fates: readonly Fate[]): readonly Foresight[] {
  const refusals = fates.filter(isRefusal)
  if (fates.some((fate) => fate === 'taken' || fate === 'decompressed')) {
    return distinct(refusals).map((what) => ({ what, isPartly: true, isCertain: true }))
  }
  const what = mildest(refusals)
  return what === undefined ? [] : [{ what, isPartly: false, isCertain: !fates.includes('unknown') }]
}

/** Of several reasons the one that most can be done about: that of the PACS that would take it otherwise. */
function mildest(whats: readonly Foreseen[]): Foreseen | undefined {
  return GRAVITY.find((what) => whats.includes(what))
}

function isRefusal(what: Fate | Foreseen | undefined): what is Refusal {
  return what === 'class-refused' || what === 'syntax-refused'
}

function isOf(patterns: readonly string[] | null, modality: string): boolean {
  return (
    patterns === null || (modality !== '' && patterns.some((pattern) => matchesPattern(pattern, modality)))
  )
}

function isShown({ characterSets }: ImageKind, place: PlacePassport): boolean {
  const shown = place.characterSets?.map(repertoireOf)
  return characterSets.every(
    (term) => DEFAULT_REPERTOIRE.includes(term) || shown?.includes(repertoireOf(term)) !== false,
  )
}

/** PS3.3 §C.12.1.1.2: with code extensions (ISO 2022 IR 101) and without them (ISO_IR 101) the characters are the same. */
function repertoireOf(term: string): string {
  return term.replace(/^ISO 2022 IR /, 'ISO_IR ')
}

function fateOf({ sopClassUid, transferSyntaxUid }: ImageKind, { takes, decompresses }: PlacePassport): Fate {
  const group = takes?.kinds.find(({ sopClassUids }) => sopClassUids.includes(sopClassUid))
  if (takes === null || group === undefined) return 'unknown'
  if (group.transferSyntaxUids.length === 0) return 'class-refused'
  if (group.transferSyntaxUids.includes(transferSyntaxUid)) return 'taken'
  if (!takes.transferSyntaxUids.includes(transferSyntaxUid)) return 'unknown'
  const isDecompressed =
    decompresses.includes(transferSyntaxUid) && group.transferSyntaxUids.includes(EXPLICIT_LITTLE)
  return isDecompressed ? 'decompressed' : 'syntax-refused'
}

/** So many images of a study. */
export interface CountedKind extends ImageKind {
  readonly study: string
  readonly instances: number
}

export interface StudyForesight extends Foresight {
  readonly study: string
  readonly instances: number
  readonly modalities: readonly string[]
  /** UIDs of SOP classes or transfer syntaxes, or terms of character sets: what it is about. */
  readonly about: readonly string[]
}

/** The gravest first within each study; each study's together, in the order of `kinds`. */
export function foreseeStudies(
  kinds: readonly CountedKind[],
  recipient: RecipientPassport,
): readonly StudyForesight[] {
  const told = kinds.flatMap((kind) => foresee(kind, recipient).map((foresight) => ({ kind, ...foresight })))
  const grouped = Map.groupBy(told, ({ kind, what, isPartly, isCertain }) =>
    JSON.stringify([kind.study, what, isPartly, isCertain]),
  )
  const all = [...grouped.values()].flatMap((group): readonly StudyForesight[] => {
    const [first] = group
    if (first === undefined) return []
    const { what, isPartly, isCertain } = first
    return [
      {
        ...{ study: first.kind.study, what, isPartly, isCertain },
        instances: group.reduce((sum, { kind }) => sum + kind.instances, 0),
        modalities: distinct(group.map(({ kind }) => kind.modality)),
        about: distinct(group.flatMap(({ kind }) => aboutOf(kind, what))),
      },
    ]
  })
  const studies = distinct(kinds.map(({ study }) => study))
  return all.toSorted(
    (one, other) =>
      studies.indexOf(one.study) - studies.indexOf(other.study) ||
      GRAVITY.indexOf(other.what) - GRAVITY.indexOf(one.what),
  )
}

function aboutOf(kind: ImageKind, what: Foreseen): readonly string[] {
  if (what === 'class-refused') return [kind.sopClassUid]
  if (what === 'characters') return kind.characterSets.filter((term) => !DEFAULT_REPERTOIRE.includes(term))
  return [kind.transferSyntaxUid]
}

function distinct<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}
