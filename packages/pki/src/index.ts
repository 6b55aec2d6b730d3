/**
 * Certificates: reading what they say, checking the personal ones that people sign in with, and issuing them (for
 * communication nodes, the demo and the tests).
 */
export { type Certificate, readCertificates } from './certificate/certificate.ts'
export { CertificateError, type CertificateFacts, certificateFacts } from './certificate/facts.ts'
export type { StableIdentifier } from './certificate/stable-identifiers.ts'
export { type CertificateCheck, checkPersonalCertificate } from './check.ts'
export {
  type AuthorityRequest,
  type Issued,
  issuePersonalCertificate,
  issueResponderCertificate,
  issueServerCertificate,
  LOCAL_NAMES,
  makeAuthority,
  type PersonRequest,
  type Revocable,
  type ServerRequest,
  type Validity,
} from './issuing/authority.ts'
export {
  answerCertificateRequest,
  CertificateRequestError,
  type KeyWithRequest,
  makeCertificateRequest,
} from './issuing/certificate-request.ts'
export { makeCrl, type Revoked } from './issuing/crl.ts'
export { answerOcsp, type OcspResponder } from './issuing/ocsp.ts'
export { type Pkcs12Request, toPkcs12 } from './issuing/pkcs12.ts'
export { type AcceptedAuthority, AuthorityError, readAuthority } from './path/authority.ts'
export { findPath, type PresentedCertificate } from './path/find-path.ts'
export { CERTIFICATE_PROBLEMS, type CertificateProblem } from './path/problems.ts'
export { namesForTls } from './path/tls-names.ts'
export { networks, publicAddresses } from './revocation/addresses.ts'
export { RevocationChecker } from './revocation/checker.ts'
export type { CrlStore } from './revocation/crl-cache.ts'
export { httpFetch } from './revocation/fetch.ts'
export { REVOCATION_POLICIES, type RevocationPolicy } from './revocation/policy.ts'
