/** Tells a caller what came of its request for storage commitment (PS3.4 §J.3.3), on an association of the node's own. */
import { isDone, reportCommitment, requestAssociation, STORAGE_COMMITMENT } from '@epacs/dicom/network'
import type { CommitmentReportTo } from '../config/schema.ts'
import { requestorTls } from '../config/tls-files.ts'
import type { UnreportedCommitment } from './commitment-records.ts'

/** Proposed for reports. */
export const REPORT_TRANSFER_SYNTAXES: readonly string[] = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2']

/** @throws AssociationError, NotPossibleError, NodeError: it cannot be told now */
export async function reportOnOwnAssociation(
  { host, port, tls }: CommitmentReportTo,
  { calling, called, commitment }: UnreportedCommitment,
  signal: AbortSignal,
): Promise<'taken' | 'not-taken'> {
  const association = await requestAssociation({
    ...{ host, port, signal },
    // As it called: it knows the node by the title that it sent to.
    callingAeTitle: called,
    calledAeTitle: calling,
    tls:
      tls === null
        ? undefined
        : await requestorTls(tls, `dicom.callers (${calling}).commitment.reportTo.tls`),
    contexts: [{ abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: REPORT_TRANSFER_SYNTAXES }],
    roles: [{ sopClassUid: STORAGE_COMMITMENT, scu: false, scp: true }],
  })
  const { status } = await reportCommitment(association, commitment)
  await association.release()
  return isDone(status) ? 'taken' : 'not-taken'
}
