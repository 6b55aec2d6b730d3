/**
 * What an entry of a ZIP is called: for people to read, and to match with the file IDs of a DICOMDIR. A name never
 * becomes a path on our disk.
 */
import type { Buffer } from 'node:buffer'
import { crc32 } from 'node:zlib'
import type { CentralEntry } from './central-directory.ts'
import { decodeCodePage852 } from './code-page-852.ts'

const FLAG_UTF8 = 0x0800
const MADE_BY_DOS = 0
const MADE_BY_NTFS = 10

/** The name with `/` between folders and without characters that would disturb whoever reads it. */
export function entryName(entry: CentralEntry): string {
  return decodeName(entry).replaceAll('\\', '/')
}

function decodeName({ rawName, unicodePath, flags, madeByHost }: CentralEntry): string {
  // Its CRC ties the field to the name it was made for: after a renaming it is stale (APPNOTE 4.6.9).
  if (unicodePath !== undefined && unicodePath.nameCrc32 === crc32(rawName)) {
    const name = strictUtf8(unicodePath.utf8)
    if (name !== undefined) return name
  }
  if ((flags & FLAG_UTF8) !== 0) return rawName.toString('utf8')
  return strictUtf8(rawName) ?? guessLegacy(rawName, madeByHost)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function strictUtf8(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

const windows1250 = new TextDecoder('windows-1250')

/** The code page is not said anywhere: the one that makes more letters of our neighbourhood is taken. */
function guessLegacy(rawName: Buffer, madeByHost: number): string {
  const readings = [
    {
      text: decodeCodePage852(rawName),
      bonus: madeByHost === MADE_BY_DOS || madeByHost === MADE_BY_NTFS ? 1 : 0,
    },
    { text: windows1250.decode(rawName), bonus: 0 },
  ]
  const [best] = readings
    .map(({ text, bonus }) => ({ text, score: plausibility(text) + bonus }))
    .sort((one, other) => other.score - one.score)
  return best?.text ?? rawName.toString('latin1')
}

const CZECH_AND_SLOVAK = /[áčďéěíňóřšťúůýžľĺŕôä]/giu
const NEIGHBOURS = /[ąćęłńśźżöüßőűâăîșşțţ]/giu
const HARDLY_IN_NAMES = /[^\p{L}\p{N}\p{P}\p{Zs}]/gu

function plausibility(text: string): number {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0
  // A capital between small letters is what the wrong code page makes of a small letter.
  const oddCapitals = count(/\p{Ll}\p{Lu}\p{Ll}/gu)
  return 4 * count(CZECH_AND_SLOVAK) + count(NEIGHBOURS) - 5 * count(HARDLY_IN_NAMES) - 4 * oddCapitals
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
