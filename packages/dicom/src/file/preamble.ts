/** What the 128 bytes before "DICM" may hold: anything (PS3.10 §7.1), but nothing that a computer would run. */

import { byteText } from '../text/byte-text.ts'

/** TIFF is none of them: a file of two personalities, legal and of use (PS3.10 §7.1). */
const EXECUTABLE_BEGINNINGS: readonly (readonly number[])[] = [
  ...['MZ', 'ZM', '\x7fELF', '#!', 'dex\n', '\0asm', '<?php', '!<arch>', '@echo'].map(bytesOf),
  // Mach-O of 32 and 64 bit in both byte orders, universal binaries and Java classes.
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
  [0xca, 0xfe, 0xba, 0xbf],
  // A Windows shortcut.
  [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00],
]

/** Anywhere in a preamble, as browsers and interpreters find it. */
const SCRIPT =
  /<\s*(?:script|html|!doctype|svg|iframe|job|package)\b|<\?(?:php|xml)\b|^\s*@?\s*echo\b|^\s*::/i

/** Whether the preamble begins like a program or holds a script. */
export function isExecutable(preamble: Uint8Array): boolean {
  if (preamble.every(isZero)) return false
  const begins = EXECUTABLE_BEGINNINGS.some((beginning) =>
    beginning.every((byte, index) => preamble[index] === byte),
  )
  return begins || SCRIPT.test(byteText(preamble))
}

function isZero(byte: number): boolean {
  return byte === 0
}

function bytesOf(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0))
}
