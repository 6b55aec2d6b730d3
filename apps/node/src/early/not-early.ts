/** Why nothing goes to the PACS before its message, although `early.receiving` says so: told at start, and by the doctor. */
import type { NodeConfig } from '../config/schema.ts'

/** What the centre says of it, at `GET /api/nodes/own/arriving`. */
export interface ToldByCentre {
  /** Undefined: a centre of before does not say. */
  readonly unavailable?: string | null
}

/** By its own configuration. @returns undefined: images go early, or are not to */
export function notEarlyHere({
  early,
  identity,
  pacs,
}: Pick<NodeConfig, 'early' | 'identity' | 'pacs'>): string | undefined {
  if (!early.receiving) return undefined
  if (pacs.length === 0) return 'early.receiving: no PACS is configured (pacs), so that nothing is received.'
  if (identity === null) return undefined
  return (
    'early.receiving has no effect while identity has rules: they need the whole message, since one question may be asked about all of ' +
    'its patients, and an image that has gone to the PACS cannot be taken back. Remove one of the two.'
  )
}

/** By what the centre says. @returns undefined: images may be read early there */
export function notEarlyThere({ unavailable }: ToldByCentre): string | undefined {
  switch (unavailable) {
    case undefined:
    case null:
      return undefined
    case 'several-nodes':
      return (
        'early.receiving has no effect while the institution has several nodes: another one could take the delivery, and the PACS would ' +
        'get the images twice. Ask the operator to revoke nodes that serve no more, or set it to false.'
      )
    case 'shared-store':
      return (
        'early images have no effect at this centre: its uploads lie in a store that several processes share, where nobody can read them ' +
        'while they come. Only the operator can change that; set it to false.'
      )
    default:
      return `early images have no effect at this centre: ${unavailable}.`
  }
}
