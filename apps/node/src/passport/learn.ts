/**
 * Which storage classes a PACS takes in which transfer syntaxes, by negotiation alone (PS3.8 §7.1): associations that are
 * released again with nothing sent on them, one after the other, with pauses in between.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { STORAGE_CLASS_NAMES } from '@epacs/dicom/conformance'
import { isStorage, requestAssociation } from '@epacs/dicom/network'
import { type TakenKinds, TRANSFER_SYNTAX_NAMES } from '@epacs/intake/passport'
import type { DicomPacsConfig } from '../config/schema.ts'
import { acceptedKinds, addressOf, type Kind, keyOf } from '../receiving/pacs.ts'

/** PS3.8 §9.3.2: as many contexts as an association may have. */
const MOST_CONTEXTS = 128
/** With all transfer syntaxes in each the request has some 25 kB: more is too much for some. */
const MOST_CLASSES = 32
/** So that others find the PACS free: some serve one association at a time. */
const PAUSE_MS = 100

export const KNOWN_CLASSES: readonly string[] = [
  ...new Set(STORAGE_CLASS_NAMES.map(([uid]) => uid).filter(isStorage)),
]
export const KNOWN_SYNTAXES: readonly string[] = [...TRANSFER_SYNTAX_NAMES.keys()]

/** @throws AssociationError: it does not answer, or not any more; or `signal` has cut it off */
export async function learn(
  pacs: DicomPacsConfig,
  { signal, pauseMs = PAUSE_MS }: { readonly signal: AbortSignal; readonly pauseMs?: number },
): Promise<TakenKinds> {
  const pause = async () => await delay(pauseMs, undefined, { signal })
  const classes: string[] = []
  // In whatever transfer syntax first: few PACS take all classes, and what is left is to be asked many times.
  for (const some of inParts(KNOWN_CLASSES, MOST_CLASSES)) {
    classes.push(...(await acceptedClasses(pacs, some, signal)))
    await pause()
  }
  const taken = new Set<string>()
  for (const kinds of inParts(everyKind(classes), MOST_CONTEXTS)) {
    for (const kind of await acceptedKinds(pacs, kinds, signal)) taken.add(keyOf(kind))
    await pause()
  }
  return {
    transferSyntaxUids: KNOWN_SYNTAXES,
    kinds: grouped((sopClassUid) =>
      KNOWN_SYNTAXES.filter((transferSyntaxUid) => taken.has(keyOf({ sopClassUid, transferSyntaxUid }))),
    ),
  }
}

async function acceptedClasses(
  pacs: DicomPacsConfig,
  classes: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const association = await requestAssociation({
    ...(await addressOf(pacs)),
    signal,
    contexts: classes.map((abstractSyntax) => ({ abstractSyntax, transferSyntaxes: KNOWN_SYNTAXES })),
  })
  const accepted = classes.filter((uid) => association.context(uid) !== undefined)
  await association.release()
  return accepted
}

function everyKind(classes: readonly string[]): readonly Kind[] {
  return classes.flatMap((sopClassUid) =>
    KNOWN_SYNTAXES.map((transferSyntaxUid) => ({ sopClassUid, transferSyntaxUid })),
  )
}

/** Classes that are taken alike together. */
export function grouped(syntaxesOf: (sopClassUid: string) => readonly string[]): TakenKinds['kinds'] {
  const groups = Map.groupBy(KNOWN_CLASSES, (uid) => syntaxesOf(uid).join(' '))
  return [...groups].map(([syntaxes, sopClassUids]) => ({
    sopClassUids,
    transferSyntaxUids: syntaxes.split(' ').filter((uid) => uid !== ''),
  }))
}

function inParts<T>(all: readonly T[], most: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) =>
    all.slice(index * most, (index + 1) * most),
  )
}
