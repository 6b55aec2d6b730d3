/** Which of the forms that a thing can be had in a client takes, and whether in parts or alone (PS3.18 §8.7). */
import { covers, type MediaRange, partType } from '../accept.ts'
import type { Representation } from './media-types.ts'

export interface Choice {
  readonly representation: Representation
  readonly inParts: boolean
}

/**
 * Undefined: nothing fits. A client that names no transfer syntax is given the stored one, said in the answer's type:
 * PS3.18 would have it decompressed, but viewers that want that say so.
 */
export function choose(
  accepted: readonly MediaRange[],
  representations: readonly Representation[],
  canBeAlone: boolean,
): Choice | undefined {
  for (const range of accepted) {
    const part = partType(range)
    const type = part ?? range.type
    const representation = representations.find(
      (each) => covers(type, each.type) && isWanted(range, each.transferSyntaxUid),
    )
    if (representation === undefined) continue
    if (part !== undefined || range.type === '*/*') return { representation, inParts: true }
    if (canBeAlone) return { representation, inParts: false }
  }
  return undefined
}

function isWanted({ parameters }: MediaRange, transferSyntaxUid: string): boolean {
  const wanted = parameters.get('transfer-syntax')
  return wanted === undefined || wanted === '*' || wanted === transferSyntaxUid
}
