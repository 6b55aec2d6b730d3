/** Whether a gateway's certificate is in order: by the same check as certificates of people who sign in. */
import { CertificateError, type CertificateFacts, checkPersonalCertificate } from '@epacs/pki'
import type { Centre } from '../../centre.ts'
import { acceptedAuthorities } from '../../identity/index.ts'

export type GatewayCertificate =
  | { readonly ok: true; readonly facts: Pick<CertificateFacts, 'issuer' | 'subjectKeySha256'> }
  | { readonly ok: false; readonly problem: string }

/** `shown`: DER, the gateway's own first, then what it sent along. */
export async function checkGatewayCertificate(
  centre: Centre,
  shown: readonly Uint8Array[],
): Promise<GatewayCertificate> {
  const [certificate, ...intermediates] = shown
  if (certificate === undefined) return { ok: false, problem: 'no-certificate' }
  const { certificates } = await acceptedAuthorities(centre).current()
  try {
    return checkPersonalCertificate({ certificate, intermediates }, certificates, centre.clock())
  } catch (error) {
    if (error instanceof CertificateError) return { ok: false, problem: 'untrusted-certificate' }
    throw error
  }
}
