/**
 * Certificates: issuing them (for the demo and the tests), reading what they say, and checking the personal ones
 * that people sign in with.
 */
export {
  type AuthorityRequest,
  type Issued,
  issuePersonalCertificate,
  issueServerCertificate,
  LOCAL_NAMES,
  makeAuthority,
  type PersonRequest,
  type ServerRequest,
  type Validity,
} from './authority.ts'
export {
  CERTIFICATE_PROBLEMS,
  type CertificateCheck,
  type CertificateProblem,
  checkPersonalCertificate,
  type PresentedCertificate,
} from './check.ts'
export { CertificateError, type CertificateFacts, certificateFacts } from './facts.ts'
export { type Pkcs12Request, toPkcs12 } from './pkcs12.ts'
