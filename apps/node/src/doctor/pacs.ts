/** The doctor on each PACS: whether it answers, and what it would take. */
import { AssociationError, NotPossibleError, STORAGE_COMMITMENT } from '@epacs/dicom/network'
import type { DicomPacsConfig, NodeConfig, PacsConfig, StowPacsConfig } from '../config/schema.ts'
import { EXPLICIT_LITTLE } from '../decompression/transfer-syntaxes.ts'
import { acceptedKinds, echoPacs } from '../receiving/pacs.ts'
import { probeStow } from '../receiving/stow-pacs.ts'
import { bad, type Finding, good, wordsOf } from './finding.ts'

const IMPLICIT_LITTLE = '1.2.840.10008.1.2'
/** What hospitals send one another most (PS3.6 table A-1). */
const KINDS: readonly (readonly [name: string, sopClassUid: string])[] = [
  ['CT', '1.2.840.10008.5.1.4.1.1.2'],
  ['enhanced CT', '1.2.840.10008.5.1.4.1.1.2.1'],
  ['MR', '1.2.840.10008.5.1.4.1.1.4'],
  ['enhanced MR', '1.2.840.10008.5.1.4.1.1.4.1'],
  ['CR', '1.2.840.10008.5.1.4.1.1.1'],
  ['DX', '1.2.840.10008.5.1.4.1.1.1.1'],
  ['mammography', '1.2.840.10008.5.1.4.1.1.1.2'],
  ['ultrasound', '1.2.840.10008.5.1.4.1.1.6.1'],
  ['multi-frame ultrasound', '1.2.840.10008.5.1.4.1.1.3.1'],
  ['XA', '1.2.840.10008.5.1.4.1.1.12.1'],
  ['NM', '1.2.840.10008.5.1.4.1.1.20'],
  ['PET', '1.2.840.10008.5.1.4.1.1.128'],
  ['secondary capture', '1.2.840.10008.5.1.4.1.1.7'],
  ['key object selection', '1.2.840.10008.5.1.4.1.1.88.59'],
  ['structured report', '1.2.840.10008.5.1.4.1.1.88.33'],
  ['presentation state', '1.2.840.10008.5.1.4.1.1.11.1'],
  ['PDF', '1.2.840.10008.5.1.4.1.1.104.1'],
]
const COMPRESSED: readonly (readonly [name: string, transferSyntaxUid: string])[] = [
  ['JPEG', '1.2.840.10008.1.2.4.50'],
  ['JPEG lossless', '1.2.840.10008.1.2.4.70'],
  ['JPEG-LS', '1.2.840.10008.1.2.4.80'],
  ['JPEG 2000 lossless', '1.2.840.10008.1.2.4.90'],
  ['JPEG 2000', '1.2.840.10008.1.2.4.91'],
  ['RLE', '1.2.840.10008.1.2.5'],
]
const CT = KINDS[0]?.[1] ?? ''

export async function* pacsFindings({ pacs }: NodeConfig): AsyncGenerator<Finding> {
  if (pacs.length === 0) yield good('PACS', 'none: this node only sends')
  for (const each of pacs) yield* onePacs(each, pacs.length === 1)
}

async function* onePacs(configured: PacsConfig, isOnly: boolean): AsyncGenerator<Finding> {
  const what = isOnly ? 'PACS' : `PACS ${configured.name}`
  if (configured.by === 'stow') {
    yield await stowPacs(configured, what)
    return
  }
  const { host, port, aeTitle, callingAeTitle } = configured
  const shown = `${aeTitle} at ${host}, port ${port}`
  try {
    const { status } = await echoPacs(configured)
    if (status !== 0) {
      yield bad(what, `${shown} answers C-ECHO with status ${status.toString(16)}.`)
      return
    }
    yield good(what, `${shown} answers C-ECHO`)
  } catch (error) {
    if (error instanceof AssociationError && error.end.kind === 'rejected') {
      yield bad(
        what,
        `${shown} rejects ${callingAeTitle}: enter it there with this machine's address. (${error.message})`,
      )
      return
    }
    // It took the association.
    if (!(error instanceof NotPossibleError)) {
      yield bad(what, `${shown} is not reached: ${wordsOf(error)}`)
      return
    }
    yield good(what, `${shown} answers, and knows no C-ECHO`)
  }
  try {
    yield* taken(configured, what)
  } catch (error) {
    yield bad(what, `${shown} answers C-ECHO, and breaks off when images are proposed: ${wordsOf(error)}`)
  }
}

/** Each is proposed; nothing is stored. */
async function* taken(pacs: DicomPacsConfig, what: string): AsyncGenerator<Finding> {
  const plain = await acceptedKinds(pacs, [
    ...KINDS.flatMap(([, sopClassUid]) =>
      [EXPLICIT_LITTLE, IMPLICIT_LITTLE].map((transferSyntaxUid) => ({ sopClassUid, transferSyntaxUid })),
    ),
    ...COMPRESSED.map(([, transferSyntaxUid]) => ({ sopClassUid: CT, transferSyntaxUid })),
    { sopClassUid: STORAGE_COMMITMENT, transferSyntaxUid: IMPLICIT_LITTLE },
  ])
  const takes = (sopClassUid: string, transferSyntaxUid: string) =>
    plain.some((kind) => kind.sopClassUid === sopClassUid && kind.transferSyntaxUid === transferSyntaxUid)
  const lacking = KINDS.filter(([, uid]) => !takes(uid, EXPLICIT_LITTLE)).map(([name]) => name)
  const images = `${what}: images`
  if (lacking.length === KINDS.length) {
    yield bad(
      images,
      `it takes none of what was proposed: allow ${pacs.callingAeTitle} to store there (C-STORE).`,
    )
  } else if (lacking.length > 0) {
    yield good(images, `it takes all but ${lacking.join(', ')} (Explicit VR Little Endian): these it refuses`)
  } else yield good(images, 'it takes every kind that was proposed')
  const compressed = COMPRESSED.filter(([, uid]) => !takes(CT, uid)).map(([name]) => name)
  if (compressed.length === 0)
    yield good(`${what}: compressed`, 'it takes every transfer syntax that was proposed')
  else {
    const then =
      pacs.decompress === 'never'
        ? 'these it refuses; pacs.decompress would help'
        : `pacs.decompress: ${pacs.decompress}`
    yield good(`${what}: compressed`, `it does not take ${compressed.join(', ')}: ${then}`)
  }
  if (!pacs.commitment) return
  if (takes(STORAGE_COMMITMENT, IMPLICIT_LITTLE))
    yield good(`${what}: commitment`, 'it knows storage commitment')
  else
    yield bad(
      `${what}: commitment`,
      `it does not take storage commitment from ${pacs.callingAeTitle}: allow it there, or say commitment: false.`,
    )
}

async function stowPacs(configured: StowPacsConfig, what: string): Promise<Finding> {
  try {
    await probeStow(configured)
    return good(what, `${configured.url} answers`)
  } catch (error) {
    return bad(what, `${configured.url}: ${wordsOf(error)}`)
  }
}
