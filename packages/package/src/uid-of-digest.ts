/** UIDs made from contents: packing the same images twice gives the same package. */

/**
 * A UID derived from a UUID (PS3.5 §B.2), and that from a digest (RFC 9562 §5.8, version 8).
 *
 * @param digest SHA-256 in hexadecimal
 */
export function uidOfDigest(digest: string): string {
  const uuid = `${digest.slice(0, 12)}8${digest.slice(13, 16)}a${digest.slice(17, 32)}`
  return `2.25.${BigInt(`0x${uuid}`)}`
}
