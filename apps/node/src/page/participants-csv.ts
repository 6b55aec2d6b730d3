/** Whom the PACS can send to, as a table to be taken into it (RFC 4180). */
import type { NodeState } from './state.ts'

/** With a heading; an alias has a row of its own. */
export function participantsCsv({ participants, dicom }: Pick<NodeState, 'participants' | 'dicom'>): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = participants.flatMap(({ name, aeTitle, aliases }) =>
    [aeTitle, ...aliases].map(
      (called) => `${quoted(called)},${dicom.port ?? dicom.tlsPort ?? ''},${quoted(name)}\n`,
    ),
  )
  return `AE title,port,participant\n${lines.join('')}`
}
