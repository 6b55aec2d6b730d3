/**
 * What stays the same when an authority renews a person's certificate. Names do not: people marry, and namesakes
 * exist. Authorities mark the subject with a number of their own (attribute serialNumber, RFC 4519, 2.31), Czech ones
 * also with the client identifier of the Ministry of Labour and Social Affairs (IK MPSV, in subjectAltName).
 */
import { fromBER } from 'asn1js'
import type { X509Certificate } from '../x509.ts'
import { alternativeNames } from './subject-names.ts'

export interface StableIdentifier {
  readonly kind: 'subject-serial' | 'ik-mpsv'
  readonly value: string
}

const SERIAL_NUMBER = '2.5.4.5'
const IK_MPSV = '1.3.6.1.4.1.11801.2.1'
const LONGEST = 200

export function stableIdentifiers(certificate: X509Certificate): readonly StableIdentifier[] {
  const serials = certificate.subjectName
    .getField(SERIAL_NUMBER)
    .map((value) => ({ kind: 'subject-serial', value }) as const)
  const clients = alternativeNames(certificate).flatMap(({ otherName }) => {
    const value = otherName?.typeId === IK_MPSV ? textIn(otherName.value) : undefined
    return value === undefined ? [] : [{ kind: 'ik-mpsv', value } as const]
  })
  return [...serials, ...clients]
    .map(({ kind, value }) => ({ kind, value: value.trim() }))
    .filter(({ value }) => value !== '' && value.length <= LONGEST)
}

/** A string of any type, with or without its explicit tag. */
function textIn(der: ArrayBuffer): string | undefined {
  const { result, offset } = fromBER(der)
  if (offset === -1) return undefined
  const value: unknown = 'value' in result.valueBlock ? result.valueBlock.value : undefined
  if (typeof value === 'string') return value
  const [inner] = Array.isArray(value) ? value : []
  return inner === undefined ? undefined : textIn(inner.toBER())
}
