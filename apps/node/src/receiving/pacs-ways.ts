/** The ways to a PACS, by what `node.yaml` says of it. */
import { AssociationError, NotPossibleError } from '@epacs/dicom/network'
import type { PacsConfig } from '../config/schema.ts'
import { echoPacs, type Kind, PacsAssociation, type PacsConnection } from './pacs.ts'
import { PacsAway, probeStow, StowConnection } from './stow-pacs.ts'

export { PacsAway }

/** @throws AssociationError, PacsAway */
export async function openPacs(
  pacs: PacsConfig,
  kinds: readonly Kind[],
  signal: AbortSignal,
): Promise<PacsConnection> {
  return pacs.by === 'stow'
    ? await StowConnection.open(pacs)
    : await PacsAssociation.open(pacs, kinds, signal)
}

export async function isAnswering(pacs: PacsConfig, signal: AbortSignal): Promise<boolean> {
  try {
    await (pacs.by === 'stow' ? probeStow(pacs, signal) : echoPacs(pacs, signal))
    return true
  } catch (error) {
    // It took the association, and does not know C-ECHO.
    if (error instanceof NotPossibleError) return true
    if (error instanceof AssociationError || error instanceof PacsAway) return false
    throw error
  }
}
