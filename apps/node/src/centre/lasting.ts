/** What keeps the centre from being reached and does not pass by itself: its address, or whom this machine trusts. */

const TOLD: Readonly<Record<string, string>> = {
  ERR_INVALID_URL: 'its address is no address like https://portal.example.cz.',
  ERR_INVALID_PROTOCOL: 'its address has to begin with https://.',
  CERT_HAS_EXPIRED:
    'its certificate has ended; its operator has to renew it. Is the clock of this machine right?',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet. Is the clock of this machine right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it shows the certificate of another name. Is the address right?',
}

const UNTRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** A sentence with what to do; undefined: it may pass, or is something else. */
export function lastingReason(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (UNTRUSTED.has(code)) {
    return `this machine does not trust its certificate (${code}): where its authority is not a public one, --ca (EPACS_CA) names it, with a node's configuration caFile.`
  }
  return TOLD[code]
}
