/**
 * What an entry of a ZIP is called: for people to read, and to match with the file IDs of a DICOMDIR. A name never
 * becomes a path on our disk.
 */
import { plausibility } from '../reading/plausibility.ts'
import type { CentralEntry } from './central-entry.ts'
import { decodeCodePage852 } from './code-page-852.ts'

const FLAG_UTF8 = 0x0800
const MADE_BY_DOS = 0
const MADE_BY_NTFS = 10

/** The name with `/` between folders and without characters that would disturb whoever reads it. */
export function entryName(entry: CentralEntry): string {
  return decodeName(entry).replaceAll('\\', '/')
}

function decodeName({ rawName, unicodeName, flags, madeByHost }: CentralEntry): string {
  const name = unicodeName && strictUtf8(unicodeName)
  if (name !== undefined) return name
  if ((flags & FLAG_UTF8) !== 0) return mildUtf8.decode(rawName)
  return strictUtf8(rawName) ?? guessLegacy(rawName, madeByHost)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const mildUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

const windows1250 = new TextDecoder('windows-1250')

/** The code page is not said anywhere: the one that makes more letters of our neighbourhood is taken. */
function guessLegacy(rawName: Uint8Array, madeByHost: number): string {
  const readings = [
    {
      text: decodeCodePage852(rawName),
      bonus: madeByHost === MADE_BY_DOS || madeByHost === MADE_BY_NTFS ? 1 : 0,
    },
    { text: windows1250.decode(rawName), bonus: 0 },
  ]
  return readings
    .map(({ text, bonus }) => ({ text, score: plausibility(text) + bonus }))
    .reduce((best, other) => (other.score > best.score ? other : best)).text
}

/** Control characters and those that reverse the direction of writing would let a name lie about itself. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A name fit for result pages and JSON, of bounded length. */
export function displayName(name: string): string {
  const shown = name.replaceAll(UNPRINTABLE, '\ufffd')
  return shown.length <= 1000 ? shown : `${shown.slice(0, 999)}…`
}

/** Why a name may not stand in an archive; undefined when it may. */
export function unsafeNameReason(name: string): string | undefined {
  if (/^([a-z]:|\/)/iu.test(name)) return 'it is absolute'
  if (name.split('/').includes('..')) return 'it leads out of the archive'
  return undefined
}
