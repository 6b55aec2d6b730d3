/**
 * How a message of the identity provider is signed, looked at before anything of it counts: node-saml takes SHA-1, too,
 * and cannot be told not to. The tree is made, and decrypted, by node-saml itself: another parser might see another one.
 */
import { decryptXml, parseDomFromString } from '@node-saml/node-saml/lib/xml.js'

/** Of XML Signature (RFC 9231), as far as node-saml knows them. */
const SIGNATURES: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
])
const DIGESTS: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
])
/** As they stand in addresses (SAML 2.0 Bindings, 3.4.4.1). */
const SIGNATURES_OF_ADDRESSES: ReadonlySet<string> = new Set(
  [...SIGNATURES].filter((algorithm) => !algorithm.endsWith('MGF1')),
)

/** Signed by SHA-1, or by what the centre does not know. */
export class UnacceptedSignature extends Error {
  override readonly name = 'UnacceptedSignature'
  readonly algorithm: string

  constructor(algorithm: string) {
    super(`signatures by ${algorithm.slice(0, 100)} are not accepted`)
    this.algorithm = algorithm
  }
}

/** The part of a DOM that is read here: the types of the whole need those of browsers. */
export interface XmlElement {
  getAttribute(name: string): string | null
  getElementsByTagNameNS(namespace: '*', name: string): ArrayLike<XmlElement>
  toString(): string
}

/** Of a form field (SAML 2.0 Bindings, 3.5.4), read as node-saml reads it. */
export function messageOf(field: string): string {
  return Buffer.from(field, 'base64').toString('utf8')
}

/** Throws what is wrong with the XML. */
export async function rootOf(xml: string): Promise<XmlElement> {
  const { documentElement }: { readonly documentElement: XmlElement } = await parseDomFromString(xml)
  return documentElement
}

/**
 * Whether and by whom it is signed is for node-saml to say. Throws UnacceptedSignature, and what is wrong with the XML.
 * `key`: PEM, that assertions are encrypted to.
 */
export async function checkSignatures(xml: string, key: string | undefined): Promise<void> {
  const root = await rootOf(xml)
  checkAlgorithms(root)
  const [encrypted, ...others] = found(root, 'EncryptedAssertion')
  if (encrypted === undefined) return
  if (others.length > 0) throw new Error('there is more than one encrypted assertion')
  if (key === undefined) throw new Error('there is no key for encrypted assertions')
  checkAlgorithms(await rootOf(await decryptXml(encrypted.toString(), key)))
}

/** Throws UnacceptedSignature. */
export function checkSignatureOfAddress(algorithm: string): void {
  if (!SIGNATURES_OF_ADDRESSES.has(algorithm)) throw new UnacceptedSignature(algorithm)
}

/** Inside of what is signed alone: encryption names a digest as well, and may name SHA-1. */
function checkAlgorithms(root: XmlElement): void {
  for (const signed of found(root, 'SignedInfo')) {
    checkEach(found(signed, 'SignatureMethod'), SIGNATURES)
    checkEach(found(signed, 'DigestMethod'), DIGESTS)
  }
}

function checkEach(methods: readonly XmlElement[], accepted: ReadonlySet<string>): void {
  for (const method of methods) {
    const algorithm = method.getAttribute('Algorithm') ?? ''
    if (!accepted.has(algorithm)) throw new UnacceptedSignature(algorithm)
  }
}

function found(element: XmlElement, name: string): XmlElement[] {
  return Array.from(element.getElementsByTagNameNS('*', name))
}
