/** Why somebody is not let in, as the portal's words and the audit trail know it. */
import type { CertificateProblem } from '@epacs/pki'

/** What may be wrong with the personal certificate. */
export type PersonalCertificateProblem = CertificateProblem | 'unknown-certificate' | 'renewal-waiting'

export type SignInProblem =
  | PersonalCertificateProblem
  | 'no-certificate'
  | 'code-expired'
  | 'jtp-failed'
  | 'unaccepted-signature'
  | 'missing-role'
  | 'unknown-institution'
  | 'unknown-person'
  | 'removed-by-representative'
  | 'too-many-attempts'
  | 'centre-failed'

export const CERTIFICATE_ADVICE: Readonly<Record<PersonalCertificateProblem, string>> = {
  'untrusted-certificate': 'The certificate was not issued by an accepted authority.',
  'expired-certificate': 'The certificate, or one above it, is not valid now.',
  'wrong-certificate-purpose': 'The certificate is not meant for client authentication.',
  'weak-certificate': 'The key of the certificate, or of one above it, is too weak.',
  'revoked-certificate': 'The certificate, or one above it, was revoked.',
  'revocation-unknown': 'It cannot be learnt now whether the certificate was revoked.',
  'renewal-waiting': 'The certificate was renewed with a new key, which waits for confirmation.',
  'unknown-certificate': 'The certificate is in order but belongs to nobody in the network.',
}
