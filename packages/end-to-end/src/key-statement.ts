/**
 * What a node says of its own keys: a JWS (RFC 7515 §7.2.1, general JSON) with two signatures over the same words. One is by the
 * node's end-to-end identity, which others remember; the other by the key of its certificate, so that whoever hands the
 * statement on cannot put another in its place without the node authority.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto'
import {
  calculateJwkThumbprint,
  decodeProtectedHeader,
  type GeneralJWS,
  GeneralSign,
  generalVerify,
  type JWK,
} from 'jose'
import { EndToEndError } from './end-to-end-error.ts'

export const ENCRYPTION_ALGORITHM = 'ECDH-ES+A256KW'
export const SIGNING_ALGORITHM = 'ES256'
const TYPE = 'epacs-end-to-end-key+jws'

/** A key pair on P-256, PKCS #8 in PEM. */
export interface EndToEndPair {
  /** RFC 7638 thumbprint of the public key. */
  readonly keyId: string
  readonly privateKeyPem: string
}

export interface KeyStatement {
  /** Id of the node. */
  readonly node: string
  /** Id of its institution. */
  readonly institution: string
  /** What the node signs with: others remember it. With its `kid`. */
  readonly identity: JWK & { readonly kid: string }
  /** What is encrypted for the node now. With its `kid`. */
  readonly encryption: JWK & { readonly kid: string }
  /** When it was signed: seconds since 1970. */
  readonly iat: number
}

export async function newPair(): Promise<EndToEndPair> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { keyId: (await publicJwkIn(privateKeyPem)).kid, privateKeyPem }
}

/** @param certificate of the node, PEM; `certificateKey`: its private key, PEM */
export async function signKeyStatement(
  {
    node,
    institution,
    identity,
    encryption,
  }: {
    readonly node: string
    readonly institution: string
    readonly identity: EndToEndPair
    readonly encryption: EndToEndPair
  },
  { certificate, certificateKey }: { readonly certificate: string; readonly certificateKey: string },
  at: Date,
): Promise<string> {
  const statement: KeyStatement = {
    ...{ node, institution, iat: Math.floor(at.getTime() / 1000) },
    identity: await publicJwkIn(identity.privateKeyPem),
    encryption: await publicJwkIn(encryption.privateKeyPem),
  }
  const header = { alg: SIGNING_ALGORITHM, typ: TYPE }
  const signing = new GeneralSign(new TextEncoder().encode(JSON.stringify(statement)))
  signing
    .addSignature(createPrivateKey(identity.privateKeyPem))
    .setProtectedHeader({ ...header, kid: identity.keyId })
  signing
    .addSignature(createPrivateKey(certificateKey))
    .setProtectedHeader({ ...header, x5c: [new X509Certificate(certificate).raw.toString('base64')] })
  return JSON.stringify(await signing.sign())
}

/**
 * What it says, when both have signed it, and the certificate is the node's and the authority's, and was in use then.
 *
 * @param authority certificate of the node authority, PEM
 * @throws EndToEndError
 */
export async function readKeyStatement(text: string, authority: string): Promise<KeyStatement> {
  const jws = jwsIn(text)
  const [byIdentity, byCertificate] = jws.signatures
  if (byIdentity === undefined || byCertificate === undefined || jws.signatures.length !== 2) throw notOne()
  const statement = statementIn(jws.payload)
  for (const key of [statement.identity, statement.encryption]) {
    if (key.kid !== (await keyIdOf(key))) throw new EndToEndError("a key's id is not that of the key")
  }
  const certificate = certificateIn(byCertificate)
  await verify({ payload: jws.payload, signatures: [byIdentity] }, publicKeyOf(statement.identity))
  await verify({ payload: jws.payload, signatures: [byCertificate] }, certificate.publicKey)
  const at = statement.iat * 1000
  const isInTime = Date.parse(certificate.validFrom) <= at && at <= Date.parse(certificate.validTo)
  const isItsOwn = certificate.subject.split('\n').includes(`CN=${statement.node}`)
  if (!isIssuedBy(certificate, authority) || !isInTime || !isItsOwn) {
    throw new EndToEndError('the certificate under the key is not one of the node authority for this node')
  }
  return statement
}

export function isIssuedBy(certificate: X509Certificate | string, authority: string): boolean {
  const own = typeof certificate === 'string' ? new X509Certificate(certificate) : certificate
  const issuer = new X509Certificate(authority)
  return own.checkIssued(issuer) && own.verify(issuer.publicKey)
}

/** RFC 7638. */
export async function keyIdOf({ kty, crv, x, y }: JWK): Promise<string> {
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined) {
    throw new EndToEndError('a key is none on P-256')
  }
  return await calculateJwkThumbprint({ kty, crv, x, y })
}

/** @throws EndToEndError */
export function publicKeyOf({ kty, crv, x, y }: JWK): KeyObject {
  try {
    if (kty === 'EC' && crv === 'P-256' && x !== undefined && y !== undefined) {
      return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })
    }
  } catch (cause) {
    throw new EndToEndError('a key is none on P-256', { cause })
  }
  throw new EndToEndError('a key is none on P-256')
}

async function publicJwkIn(privateKeyPem: string): Promise<JWK & { readonly kid: string }> {
  const { kty, crv, x, y } = createPublicKey(privateKeyPem).export({ format: 'jwk' })
  if (kty === undefined || crv === undefined || x === undefined || y === undefined) {
    throw new EndToEndError('a key is none on P-256')
  }
  const bare = { kty, crv, x, y }
  return { ...bare, kid: await keyIdOf(bare) }
}

async function verify(jws: GeneralJWS, key: KeyObject): Promise<void> {
  try {
    const { protectedHeader } = await generalVerify(jws, key, { algorithms: [SIGNING_ALGORITHM] })
    if (protectedHeader?.typ !== TYPE) throw notOne()
  } catch (cause) {
    if (cause instanceof EndToEndError) throw cause
    throw new EndToEndError('a signature under the key does not fit', { cause })
  }
}

function certificateIn(signature: GeneralJWS['signatures'][number]): X509Certificate {
  try {
    const { x5c } = decodeProtectedHeader(signature)
    const [der] = Array.isArray(x5c) ? x5c : []
    if (typeof der === 'string') return new X509Certificate(Buffer.from(der, 'base64'))
  } catch (cause) {
    throw new EndToEndError('the certificate under the key cannot be read', { cause })
  }
  throw notOne()
}

function jwsIn(text: string): GeneralJWS {
  const value = parsed(text)
  const isOne =
    typeof value === 'object' &&
    value !== null &&
    'payload' in value &&
    typeof value.payload === 'string' &&
    'signatures' in value &&
    Array.isArray(value.signatures)
  if (!isOne) throw notOne()
  return value as GeneralJWS
}

function statementIn(payload: unknown): KeyStatement {
  const value = parsed(Buffer.from(String(payload), 'base64url').toString('utf8'))
  if (!isStatement(value)) throw notOne()
  return value
}

function isStatement(value: unknown): value is KeyStatement {
  return (
    typeof value === 'object' &&
    value !== null &&
    'node' in value &&
    typeof value.node === 'string' &&
    'institution' in value &&
    typeof value.institution === 'string' &&
    'identity' in value &&
    isKey(value.identity) &&
    'encryption' in value &&
    isKey(value.encryption) &&
    'iat' in value &&
    Number.isSafeInteger(value.iat)
  )
}

function isKey(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kid' in value && typeof value.kid === 'string'
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new EndToEndError('this is no statement of end-to-end keys', { cause })
  }
}

function notOne(): EndToEndError {
  return new EndToEndError('this is no statement of end-to-end keys')
}
