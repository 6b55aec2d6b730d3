/** The subject's other names (RFC 5280, 4.2.1.6), of whichever form: certificates of Czech authorities hold private ones. */
import { AsnConvert } from '@peculiar/asn1-schema'
import { type GeneralName, SubjectAlternativeName } from '@peculiar/asn1-x509'
import type { X509Certificate } from '../x509.ts'

const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17'

export function alternativeNames(certificate: X509Certificate): readonly GeneralName[] {
  const extension = certificate.extensions.find(({ type }) => type === SUBJECT_ALTERNATIVE_NAME)
  return extension === undefined ? [] : [...AsnConvert.parse(extension.value, SubjectAlternativeName)]
}

export function emailsOf(certificate: X509Certificate): readonly string[] {
  return alternativeNames(certificate).flatMap(({ rfc822Name }) => rfc822Name ?? [])
}
