/** Why a personal certificate is refused. */

export const CERTIFICATE_PROBLEMS = [
  'untrusted-certificate',
  'expired-certificate',
  'wrong-certificate-purpose',
  'weak-certificate',
  'revoked-certificate',
  'revocation-unknown',
] as const
export type CertificateProblem = (typeof CERTIFICATE_PROBLEMS)[number]

export interface Refusal {
  readonly ok: false
  readonly problem: CertificateProblem
  /** More exactly, as a kebab-case word, for those who look for the cause. */
  readonly reason: string
}

export function refusal(problem: CertificateProblem, reason: string): Refusal {
  return { ok: false, problem, reason }
}
