/** The certificate's renewal, in time and by itself: a new key each time, made here. */
import { X509Certificate } from 'node:crypto'
import { makeCertificateRequest } from '@epacs/pki'
import type { CentreConnection } from '../centre/connection.ts'
import { type NodeIdentity, writeIdentity } from './identity-file.ts'

/** Of its life: then a month is left of three, and the centre may be away for a while. */
const RENEWED_WHEN_LEFT = 1 / 3

export function certificateEnd(identity: NodeIdentity): Date {
  return new Date(new X509Certificate(identity.certificate).validTo)
}

export function isRenewalDue(identity: NodeIdentity, at: Date): boolean {
  const { validFrom } = new X509Certificate(identity.certificate)
  const end = certificateEnd(identity).getTime()
  const life = end - new Date(validFrom).getTime()
  return end - at.getTime() < life * RENEWED_WHEN_LEFT
}

/** Durable when it resolves. The caller uses it from then on. */
export async function renew(
  connection: CentreConnection,
  identity: NodeIdentity,
  dataFolder: string,
): Promise<NodeIdentity> {
  const { privateKeyPem, requestPem } = await makeCertificateRequest(identity.id)
  const { certificate } = await connection.call<{ certificate: string }>({
    method: 'POST',
    path: '/api/nodes/own/certificate',
    json: { certificateRequest: requestPem },
  })
  const renewed = { ...identity, certificate, privateKey: privateKeyPem }
  await writeIdentity(dataFolder, renewed)
  return renewed
}
