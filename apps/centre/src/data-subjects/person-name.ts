/** Whether a name is the one that was asked for: word by word, never by a part of one. */
import { fold } from '@epacs/exchange'

/**
 * Words of a name, folded, each once: as people write it ("Novák, Jan") and as DICOM does ("Novák^Jan", PS3.5 §6.2)
 * gives the same. Whatever is neither a letter nor a digit parts them.
 */
export function nameWords(name: string): ReadonlySet<string> {
  return new Set(
    fold(name)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== ''),
  )
}

/** "Jan Novák" is "Novák^Jan^^Ing."; "Novák Jan" is not "Nováková^Jana". */
export function isNamed(name: string, asked: ReadonlySet<string>): boolean {
  const own = nameWords(name)
  return [...asked].every((word) => own.has(word))
}
