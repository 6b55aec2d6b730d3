/**
 * What the centre is told of an end-to-end delivery: counts, and of each image that was refused its number in the package (as
 * `2.25.NUMBER`, from 1 on) and the PACS's status. UIDs and a PACS's words may lead to the patient: they stay here.
 */
import type { ListedInstance } from '../state/incoming.ts'

interface Report {
  readonly refused: readonly { readonly sopInstanceUid: string; readonly status: number | null }[]
}

export function reportInTheOpen<Told extends Report>(
  report: Told,
  listing: readonly Pick<ListedInstance, 'sopInstanceUid' | 'position'>[],
) {
  if (report.refused.length === 0) return report
  const positions = new Map(listing.map(({ sopInstanceUid, position }) => [sopInstanceUid, position]))
  return {
    ...report,
    refused: report.refused.map(({ sopInstanceUid, status }) => ({
      sopInstanceUid: `2.25.${(positions.get(sopInstanceUid) ?? -1) + 1}`,
      status,
      comment: '',
    })),
  }
}
