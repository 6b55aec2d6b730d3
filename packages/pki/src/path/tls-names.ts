/**
 * What a TLS server is given so that it names the accepted authorities and trusts none of them. Node.js 24 takes both
 * from the same option, and once OpenSSL has verified a chain itself, Node gives away none of the certificates that the
 * client sent along, so that nobody can look at them again. Certificates with the authorities' names and keys of
 * nobody's make OpenSSL name the authorities, verify nothing, and hand everything over.
 */
import { webcrypto } from 'node:crypto'
import type { Certificate } from '../certificate/certificate.ts'
import {
  BasicConstraintsExtension,
  X509Certificate as ParsedCertificate,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '../x509.ts'
import type { AcceptedAuthority } from './authority.ts'

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const

/** PEM, one for each name. Their keys are forgotten at once. */
export async function namesForTls(authorities: readonly AcceptedAuthority[]): Promise<string[]> {
  const keys = await webcrypto.subtle.generateKey(KEY, false, ['sign', 'verify'])
  const byName = new Map<string, Certificate>()
  // Browsers look for the issuer of what they hold, which may be an issuing authority's.
  for (const { anchors, issuing } of authorities) {
    for (const each of [...anchors, ...issuing]) byName.set(each.facts.subject, each)
  }
  return await Promise.all([...byName.values()].map((each) => nameOnly(each, keys)))
}

async function nameOnly({ x509, facts }: Certificate, keys: webcrypto.CryptoKeyPair): Promise<string> {
  // As encoded in the authority's own certificate: browsers compare bytes.
  const { subjectName } = new ParsedCertificate(Uint8Array.from(x509.raw))
  const certificate = await X509CertificateGenerator.create({
    serialNumber: '01',
    subject: subjectName,
    issuer: subjectName,
    notBefore: facts.notBefore,
    notAfter: facts.notAfter,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return `${certificate.toString('pem')}\n`
}
