/** The doctor on each PACS: whether it answers, and what it would take. */
import { AssociationError, NotPossibleError, STORAGE_COMMITMENT } from '@epacs/dicom/network'
import type { DicomPacsConfig, NodeConfig, PacsConfig, StowPacsConfig } from '../config/schema.ts'
import { EXPLICIT_LITTLE } from '../decompression/transfer-syntaxes.ts'
import { acceptedKinds, echoPacs } from '../receiving/pacs.ts'
import { probeStow } from '../receiving/stow-pacs.ts'
import { USUAL_CLASSES, USUAL_COMPRESSIONS } from '../receiving/usual-kinds.ts'
import { bad, type Finding, good, wordsOf } from './finding.ts'

const IMPLICIT_LITTLE = '1.2.840.10008.1.2'
const CT = USUAL_CLASSES[0]?.[1] ?? ''

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
    ...USUAL_CLASSES.flatMap(([, sopClassUid]) =>
      [EXPLICIT_LITTLE, IMPLICIT_LITTLE].map((transferSyntaxUid) => ({ sopClassUid, transferSyntaxUid })),
    ),
    ...USUAL_COMPRESSIONS.map(([, transferSyntaxUid]) => ({ sopClassUid: CT, transferSyntaxUid })),
    { sopClassUid: STORAGE_COMMITMENT, transferSyntaxUid: IMPLICIT_LITTLE },
  ])
  const takes = (sopClassUid: string, transferSyntaxUid: string) =>
    plain.some((kind) => kind.sopClassUid === sopClassUid && kind.transferSyntaxUid === transferSyntaxUid)
  const lacking = USUAL_CLASSES.filter(([, uid]) => !takes(uid, EXPLICIT_LITTLE)).map(([name]) => name)
  const images = `${what}: images`
  if (lacking.length === USUAL_CLASSES.length) {
    yield bad(
      images,
      `it takes none of what was proposed: allow ${pacs.callingAeTitle} to store there (C-STORE).`,
    )
  } else if (lacking.length > 0) {
    yield good(images, `it takes all but ${lacking.join(', ')} (Explicit VR Little Endian): these it refuses`)
  } else yield good(images, 'it takes every kind that was proposed')
  const compressed = USUAL_COMPRESSIONS.filter(([, uid]) => !takes(CT, uid)).map(([name]) => name)
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
