/**
 * The name an upload is shown under. It may hold folders ("CD1/IMAGES/IM0001"); it is never a path on the
 * centre's disks, files there are named by the upload's id.
 */

const LONGEST_NAME = 1024
const LONGEST_SEGMENT = 255

// Control characters, lone surrogates' replacement aside, and the bidirectional controls that make
// "gpj.exe" read as "exe.jpg".
const UNSHOWABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** Always gives a name: what cannot be shown is left out, folders that lead upwards are dropped. */
export function shownFileName(given: string): string {
  const segments = given
    .replaceAll('\\', '/')
    .replace(UNSHOWABLE, '')
    .normalize('NFC')
    .split('/')
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map((segment) => cut(segment, LONGEST_SEGMENT))
  // The last segment says most: a path that is too long loses its outer folders.
  while (segments.length > 1 && segments.join('/').length > LONGEST_NAME) segments.shift()
  return segments.join('/') || 'unnamed'
}

/** Shortens from the front of the name, so that the extension stays, and never inside a surrogate pair. */
function cut(segment: string, length: number): string {
  if (segment.length <= length) return segment
  return Array.from(segment)
    .slice(-Math.floor(length / 2))
    .join('')
}
