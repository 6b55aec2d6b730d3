/** The node's passport: what its PACS have said when they were asked, within what the administrator says of them. */
import type { PlacePassport, TakenKinds } from '@epacs/intake/passport'
import type { NodeConfig, PacsConfig } from '../config/schema.ts'
import { decompressedFor } from '../decompression/transfer-syntaxes.ts'
import { grouped, KNOWN_CLASSES, KNOWN_SYNTAXES } from './learn.ts'
import type { Learned } from './learned.ts'

/** As docs/node-protocol.md has it. */
export interface Passport {
  readonly pacs: readonly (PlacePassport & { readonly name: string })[]
  readonly storing: readonly {
    readonly modality: readonly string[] | null
    readonly sender: readonly string[] | null
    readonly to: readonly string[]
  }[]
}

export function passportOf(
  { pacs, storing }: Pick<NodeConfig, 'pacs' | 'storing'>,
  learnedOf: (pacs: PacsConfig) => Learned | undefined,
): Passport {
  return {
    pacs: pacs.map((each) => ({ name: each.name, ...placeOf(each, learnedOf(each)) })),
    storing: storing.map(({ when: { modality, sender }, to }) => ({
      ...{ modality: modality ?? null, sender: sender ?? null },
      to: [...new Set(to)],
    })),
  }
}

function placeOf(pacs: PacsConfig, told: Learned | undefined): PlacePassport {
  const learned = pacs.takes.ask ? told : undefined
  return {
    learnedAt: learned === undefined ? null : new Date(learned.learnedMs).toISOString(),
    takes: within(pacs, learned?.takes),
    decompresses: decompressedFor(pacs.decompress),
    characterSets: pacs.takes.characterSets ?? null,
  }
}

function within({ by, takes }: PacsConfig, learned: TakenKinds | undefined): TakenKinds | null {
  const { sopClasses, transferSyntaxes } = takes
  if (sopClasses === undefined && transferSyntaxes === undefined) return learned ?? null
  // Asked for and not answered yet: what is declared alone would promise too much.
  if (by !== 'stow' && learned === undefined && takes.ask) return null
  const taken = new Map(
    (learned?.kinds ?? [{ sopClassUids: KNOWN_CLASSES, transferSyntaxUids: KNOWN_SYNTAXES }]).flatMap(
      ({ sopClassUids, transferSyntaxUids }) => sopClassUids.map((uid) => [uid, transferSyntaxUids] as const),
    ),
  )
  return {
    transferSyntaxUids: KNOWN_SYNTAXES,
    kinds: grouped((uid) => {
      if (sopClasses?.includes(uid) === false) return []
      return (taken.get(uid) ?? []).filter((each) => transferSyntaxes?.includes(each) !== false)
    }),
  }
}
