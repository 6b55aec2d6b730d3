/** Certificates out of files as authorities publish them: PEM as it is, DER turned into it. */

/** The centre takes 60,000 characters; a file beyond that is none of certificates. */
export const MOST_FILE_BYTES = 60_000

/** Undefined: neither PEM nor DER. */
export function pemOf(bytes: Uint8Array): string | undefined {
  // Byte by byte: to browsers, `latin1` is windows-1252 (Encoding Standard, 4.2).
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (blocks !== null) return `${blocks.join('\n')}\n`
  // A SEQUENCE with a length of two bytes (X.690, 8.1.3.5), as every certificate is.
  if (bytes[0] !== 0x30 || bytes[1] !== 0x82) return undefined
  const lines = btoa(text).match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
