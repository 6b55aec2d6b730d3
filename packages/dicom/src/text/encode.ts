/** From text to bytes: what a directory record needs. */
import type { CharacterSet } from './character-set.ts'

/**
 * The text in the bytes of a character set, unpadded, or undefined when it has no place for one of the characters.
 * UTF-8 and the sets of one byte a character (ASCII, Latin-1 to Latin-9, Cyrillic, Greek, …); nothing that needs
 * escape sequences.
 */
export function encodeText(text: string, { repertoire }: CharacterSet): Uint8Array | undefined {
  if (repertoire.kind === 'whole') {
    return repertoire.label === 'utf-8' && text.isWellFormed() ? new TextEncoder().encode(text) : undefined
  }
  const { g0, g1 } = repertoire
  const bytes: number[] = []
  for (const character of text) {
    const code = character.charCodeAt(0)
    const isLower = code < 0x20 || (code < 0x80 && g0.decode(code, 0) === character)
    const byte = isLower ? code : (upperByte(character, g1) ?? lowerByte(character, g0))
    if (byte === undefined) return undefined
    bytes.push(byte)
  }
  return Uint8Array.from(bytes)
}

/** Of what is no ASCII in the lower half: the overline of JIS X 0201. */
function lowerByte(character: string, g0: LowerHalf): number | undefined {
  if (g0.bytesPerCharacter === 2) return undefined
  for (let byte = 0x20; byte <= 0x7e; byte++) if (g0.decode(byte, 0) === character) return byte
  return undefined
}

type LowerHalf = Extract<CharacterSet['repertoire'], { kind: 'coded' }>['g0']
type UpperHalf = Extract<CharacterSet['repertoire'], { kind: 'coded' }>['g1']

function upperByte(character: string, g1: UpperHalf): number | undefined {
  if (g1 === undefined || g1.bytesPerCharacter === 2) return undefined
  for (let byte = 0xa0; byte <= 0xff; byte++) if (g1.decode(byte & 0x7f, 0) === character) return byte
  return undefined
}
