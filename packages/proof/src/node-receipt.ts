/**
 * A receipt by the recipient's own node, signed with the key of its certificate: what the centre says of the recipient,
 * the recipient says itself. Its keys are a set of their own: what a node signs is never taken for the centre's.
 */
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { isPublishedKey, type KeySet, type PublishedKey, parsedKeys, type SigningKey } from './keys.ts'
import { ProofError } from './proof-error.ts'
import { type ReceiptClaims, receiptIn } from './receipt.ts'
import { readStatement, signStatement } from './statement.ts'

const TYPE = 'epacs-node-receipt+jws'

/** What a node can know. */
export const NODE_RECEIPT_KINDS = ['delivered', 'stored'] as const
export type NodeReceiptKind = (typeof NODE_RECEIPT_KINDS)[number]

export interface NodeReceiptClaims extends ReceiptClaims {
  readonly kind: NodeReceiptKind
}

export type PublishedNodeKey = PublishedKey & {
  /** Id of the node. */
  readonly node: string
  /** Id of the institution that it is the node of. */
  readonly institution: string
}

export interface NodeKeySet extends KeySet {
  readonly keys: readonly PublishedNodeKey[]
}

/** Who signs, as `iss` says it. */
export function nodeIssuer(nodeId: string): string {
  return `urn:uuid:${nodeId}`
}

export async function signNodeReceipt(key: SigningKey, claims: NodeReceiptClaims): Promise<string> {
  return await signStatement(key, TYPE, claims)
}

/** By what it says that it is. */
export function isNodeReceipt(jws: string): boolean {
  try {
    return decodeProtectedHeader(jws).typ === TYPE
  } catch {
    // Whoever reads it says what is wrong with it.
    return false
  }
}

/** When it says that it was signed, in milliseconds since 1970, unchecked; undefined: it is damaged, or does not say. */
export function signedAtMs(jws: string): number | undefined {
  try {
    const { iat } = decodeJwt(jws)
    return iat === undefined ? undefined : iat * 1000
  } catch {
    // Whoever reads it says what is wrong with it.
    return undefined
  }
}

/** @throws ProofError unless a node of the recipient has signed it, while it was in use */
export async function readNodeReceipt(
  jws: string,
  keys: NodeKeySet,
): Promise<NodeReceiptClaims & { keyId: string }> {
  const { claims, keyId } = await readStatement(jws, keys, TYPE)
  const receipt = receiptIn(claims)
  const kind = NODE_RECEIPT_KINDS.find((each) => each === receipt.kind)
  if (kind === undefined) throw new ProofError(`a node gives no receipt of the kind ${receipt.kind}`)
  const key = keys.keys.find(({ kid }) => kid === keyId)
  if (key === undefined || key.institution !== receipt.recipient || claims.iss !== nodeIssuer(key.node)) {
    throw new ProofError('the receipt is signed by another node than one of the recipient')
  }
  return { ...receipt, kind, keyId }
}

/** @throws ProofError for what is no JWK Set of nodes' keys */
export function readNodeKeySet(text: string): NodeKeySet {
  const keys = parsedKeys(text)
  if (!keys.every(isNodeKey)) throw new ProofError('a key of the JWK Set does not say whose node has it')
  return { keys }
}

function isNodeKey(value: unknown): value is PublishedNodeKey {
  return (
    isPublishedKey(value) &&
    'node' in value &&
    typeof value.node === 'string' &&
    'institution' in value &&
    typeof value.institution === 'string'
  )
}
