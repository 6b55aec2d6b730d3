/** What can be learnt about the revocation of one certificate. */

/** Why an answer does not count; the words go to logs and the audit trail. */
export const REVOCATION_FAULTS = [
  'no-address',
  'address-refused',
  'unreachable',
  'too-large',
  'malformed',
  'wrong-issuer',
  'wrong-certificate',
  'wrong-distribution-point',
  'forged',
  'weak-signature',
  'not-yet-valid',
  'expired',
  'no-next-update',
  'delta-list',
  'indirect-list',
  'partial-list',
  'unknown-critical-extension',
  'responder-refused',
  'responder-not-authorised',
  'responder-revocation-unknown',
  'wrong-nonce',
  'status-unknown',
] as const
export type RevocationFault = (typeof REVOCATION_FAULTS)[number]

/** An answer (or its absence) that does not count. */
export class RevocationError extends Error {
  override readonly name = 'RevocationError'
  readonly fault: RevocationFault

  constructor(fault: RevocationFault, options?: ErrorOptions) {
    super(`The revocation could not be learnt: ${fault}.`, options)
    this.fault = fault
  }
}

/** What an authentic, current answer says. */
export type Verdict =
  | { readonly status: 'good'; readonly until: Date }
  | { readonly status: 'revoked'; readonly since: Date }

export interface Fault {
  /** Undefined: the certificate names none. */
  readonly url: string | undefined
  readonly fault: RevocationFault
}

export type RevocationStatus = Verdict | { readonly status: 'unlearnt'; readonly faults: readonly Fault[] }

/** How far the clocks of the authority and the centre may differ. */
export const CLOCK_SKEW_MS = 5 * 60_000
