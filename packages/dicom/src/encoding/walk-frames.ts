/** Where a walk stands: the data set, sequence or item it is in, and all that enclose it, without recursion. */
import type { HeaderEncoding } from './element-header.ts'

export type FrameKind = 'data-set' | 'sequence' | 'item' | 'fragments'

export interface Frame extends HeaderEncoding {
  kind: FrameKind
  implicit: boolean
  bigEndian: boolean
  /** Ends with a delimitation item and not at a known place. */
  undefinedLength: boolean
  /** Where it must have ended at the latest: its own end, or that of what encloses it. */
  limit: number
  /** A value of unknown VR that merely looks like a sequence. */
  tentative: boolean
  /** The encoding of an item's elements is to be seen from its first one. */
  undecided: boolean
}

/** A stack whose frames are used again, so that entering an item costs no allocation. */
export class WalkFrames {
  readonly #frames: Frame[]
  #depth = 0
  #sequences = 0
  top: Frame

  constructor({ implicit, bigEndian }: HeaderEncoding) {
    const root = frame()
    root.implicit = implicit
    root.bigEndian = bigEndian
    this.#frames = [root]
    this.top = root
  }

  /** 0 in the data set itself. */
  get depth(): number {
    return this.#depth
  }

  /** How many sequences enclose this place. */
  get sequences(): number {
    return this.#sequences
  }

  /** @param end where it ends; undefined: a delimitation item tells. */
  enter(kind: FrameKind, end: number | undefined): Frame {
    const parent = this.top
    this.#depth++
    const entered = this.#frames[this.#depth] ?? frame()
    this.#frames[this.#depth] = entered
    entered.kind = kind
    entered.implicit = parent.implicit
    entered.bigEndian = parent.bigEndian
    entered.undecided = parent.undecided
    entered.undefinedLength = end === undefined
    entered.limit = end ?? parent.limit
    entered.tentative = false
    if (kind === 'sequence') this.#sequences++
    this.top = entered
    return entered
  }

  leave(): void {
    if (this.top.kind === 'sequence') this.#sequences--
    this.#depth--
    this.top = this.#frames[this.#depth] ?? this.top
  }

  /** What encloses the top. */
  get parent(): Frame | undefined {
    return this.#frames[this.#depth - 1]
  }

  /** The depth of the outermost tentative sequence that encloses this place. */
  get tentativeDepth(): number | undefined {
    for (let depth = 1; depth <= this.#depth; depth++) if (this.#frames[depth]?.tentative) return depth
    return undefined
  }
}

function frame(): Frame {
  return {
    kind: 'data-set',
    implicit: false,
    bigEndian: false,
    undefinedLength: false,
    limit: Number.POSITIVE_INFINITY,
    tentative: false,
    undecided: false,
  }
}
