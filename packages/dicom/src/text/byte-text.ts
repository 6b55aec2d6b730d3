/** Text of which each byte is one character (Latin-1): UIDs, code strings, numbers, whatever the bytes are. */

const ASCII = new TextDecoder('utf-8')

/** For values of some dozens of bytes; spreading them into one call costs five times as much. */
export function byteText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at++) text += String.fromCharCode(bytes[at] ?? 0)
  return text
}

/** For bytes of any number that are known to be below 0x80. */
export function asciiText(bytes: Uint8Array): string {
  return ASCII.decode(bytes)
}
