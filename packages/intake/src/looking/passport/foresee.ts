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
  /** At one of several PACS that it goes to, while another one takes it. */
  readonly isPartly: boolean
}

/** Of one kind of image; empty: nothing is to be said. */
function foresee(kind: ImageKind, { nodes }: RecipientPassport): readonly Foresight[] {
  const all = (nodes ?? []).map((node) => atNode(kind, node))
  // Whichever node takes the message: what holds at the kindest of them is certain.
  return (
    all.reduce<readonly Foresight[] | undefined>(
      (best, next) => (best === undefined || gravityOf(next) < gravityOf(best) ? next : best),
      undefined,
    ) ?? []
  )
}

function gravityOf(foresights: readonly Foresight[]): number {
  return Math.max(-1, ...foresights.map(({ what, isPartly }) => GRAVITY.indexOf(what) - (isPartly ? 0.5 : 0)))
}

function atNode(kind: ImageKind, { places, rules }: NodePassport): readonly Foresight[] {
  const rule = rules.find(({ modality }) => isOf(modality, kind.modality))
  const goesTo = rule === undefined ? places : rule.places.flatMap((index) => places[index] ?? [])
  const foreseen = goesTo.map((place) => atPlace(kind, place))
  return GRAVITY.flatMap((what): readonly Foresight[] => {
    const concerned = foreseen.filter((each) => each.includes(what)).length
    return concerned === 0 ? [] : [{ what, isPartly: concerned < foreseen.length }]
  })
}

function isOf(patterns: readonly string[] | null, modality: string): boolean {
  return (
    patterns === null || (modality !== '' && patterns.some((pattern) => matchesPattern(pattern, modality)))
  )
}

function atPlace(kind: ImageKind, place: PlacePassport): readonly Foreseen[] {
  const fate = fateOf(kind, place)
  if (fate === 'class-refused' || fate === 'syntax-refused') return [fate]
  const areShown = kind.characterSets.every(
    (term) => DEFAULT_REPERTOIRE.includes(term) || place.characterSets?.includes(term) !== false,
  )
  return [...(fate === undefined ? [] : [fate]), ...(areShown ? [] : ['characters' as const])]
}

/** Undefined: it is taken as it is, or nobody knows. */
function fateOf(
  { sopClassUid, transferSyntaxUid }: ImageKind,
  { takes, decompresses }: PlacePassport,
): Foreseen | undefined {
  const group = takes?.kinds.find(({ sopClassUids }) => sopClassUids.includes(sopClassUid))
  if (takes === null || group === undefined) return undefined
  if (group.transferSyntaxUids.length === 0) return 'class-refused'
  if (group.transferSyntaxUids.includes(transferSyntaxUid)) return undefined
  if (!takes.transferSyntaxUids.includes(transferSyntaxUid)) return undefined
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
  const grouped = Map.groupBy(told, ({ kind, what, isPartly }) =>
    JSON.stringify([kind.study, what, isPartly]),
  )
  const all = [...grouped.values()].flatMap((group): readonly StudyForesight[] => {
    const [first] = group
    if (first === undefined) return []
    const { what, isPartly } = first
    return [
      {
        ...{ study: first.kind.study, what, isPartly },
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

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
