/** Where a certificate says that its revocation can be learnt (RFC 5280, 4.2.1.13 and 4.2.2.1). */
import {
  AuthorityInfoAccessExtension,
  CRLDistributionPointsExtension,
  type X509Certificate,
} from '../x509.ts'

export interface RevocationAddresses {
  /** Of whole lists of the issuer itself: others (indirect, for some reasons only) do not tell enough. */
  readonly crlUrls: readonly string[]
  readonly ocspUrls: readonly string[]
}

export function revocationAddresses(certificate: X509Certificate): RevocationAddresses {
  const points = certificate.getExtension(CRLDistributionPointsExtension)?.distributionPoints ?? []
  const access = certificate.getExtension(AuthorityInfoAccessExtension)
  return {
    crlUrls: points
      .filter(({ reasons, cRLIssuer }) => reasons === undefined && cRLIssuer === undefined)
      .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
      .flatMap(({ uniformResourceIdentifier }) => uniformResourceIdentifier ?? []),
    ocspUrls: (access?.ocsp ?? []).filter(({ type }) => type === 'url').map(({ value }) => value),
  }
}
