/** Tells a gateway what came of its request for storage commitment (PS3.4 §J.3.3), on an association of ours. */
import { readFile } from 'node:fs/promises'
import {
  isDone,
  reportCommitment,
  requestAssociation,
  STORAGE_COMMITMENT,
  type TlsIdentity,
} from '@epacs/dicom/network'
import type { Centre } from '../../centre.ts'
import { acceptedAuthorities } from '../../identity/index.ts'
import { findGateway, findRecipient } from '../calling/gateways.ts'
import { markReported, unreported } from './record.ts'

/** Proposed for reports. */
export const REPORT_TRANSFER_SYNTAXES: readonly string[] = ['1.2.840.10008.1.2.1', '1.2.840.10008.1.2']

/** @throws when the gateway cannot be told now: it is tried again later, as long as the answer is kept */
export async function reportLater(centre: Centre, id: string): Promise<void> {
  const decided = await unreported(centre, id)
  if (decided === undefined) return
  const gateway = await findGateway(centre.db, { id: decided.gatewayId })
  const recipient = await findRecipient(centre.db, { id: decided.recipientId })
  if (gateway?.reportTo === undefined || recipient === undefined) return
  const { host, port, transport } = gateway.reportTo
  const association = await requestAssociation({
    host,
    port,
    // As the gateway called: it knows the centre by the title of the institution that it sent to.
    callingAeTitle: recipient.aeTitle,
    calledAeTitle: gateway.aeTitle,
    ...(transport === 'tls' && { tls: await ownIdentity(centre) }),
    contexts: [{ abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: REPORT_TRANSFER_SYNTAXES }],
    roles: [{ sopClassUid: STORAGE_COMMITMENT, scu: false, scp: true }],
  })
  const { status } = await reportCommitment(association, decided.commitment)
  await association.release()
  if (!isDone(status)) throw new Error(`The report of storage commitment was answered with status ${status}.`)
  await markReported(centre, id)
}

async function ownIdentity(centre: Centre): Promise<TlsIdentity> {
  const { dicom, portal, trust } = centre.config
  const { certFile, keyFile } = dicom.tls ?? portal.tls
  const [cert, key, ...trusted] = await Promise.all(
    [certFile, keyFile, ...trust.caFiles].map((path) => readFile(path, 'utf8')),
  )
  const anchors = (await acceptedAuthorities(centre).current()).flatMap((authority) => authority.anchors)
  return { cert: cert ?? '', key: key ?? '', ca: [...trusted, ...anchors.map(({ x509 }) => x509.toString())] }
}
