/** A mailbox's quota as operators write it: gigabytes, with the decimal comma or point. */

const GIGABYTE = 1_000_000_000
/** A petabyte: more is a slip of the finger. */
const MOST_GIGABYTES = 1_000_000

export function gigabytesOf(bytes: number | null, language: string): string {
  if (bytes === null) return ''
  return new Intl.NumberFormat(language, { maximumFractionDigits: 3, useGrouping: false }).format(
    bytes / GIGABYTE,
  )
}

/** Undefined: not a size that a mailbox can have. */
export function bytesOf(typed: string): number | undefined {
  const text = typed.replaceAll(/\s/g, '').replace(',', '.')
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined
  const bytes = Math.round(Number(text) * GIGABYTE)
  return bytes > 0 && bytes <= MOST_GIGABYTES * GIGABYTE ? bytes : undefined
}
