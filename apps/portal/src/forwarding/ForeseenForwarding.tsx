/** Before forwarding: what each recipient's PACS will do with the chosen studies, as the centre sees it. */
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { foreseenForwardingQuery } from '../api/forwarding.ts'
import type { Message, Party } from '../api/types.ts'
import { formatDicomDate } from '../format/dates.ts'
import { ForeseenPanel } from '../passport/ForeseenPanel.tsx'

interface ForeseenForwardingProps {
  readonly message: Message
  readonly recipients: readonly Party[]
  /** Study Instance UIDs. */
  readonly leftOut: ReadonlySet<string>
}

export function ForeseenForwarding({ message, recipients, leftOut }: ForeseenForwardingProps) {
  const { t, i18n } = useTranslation('looking')
  // What cannot be had keeps nothing from being forwarded: then nothing is said.
  const answers = useQueries({
    queries: recipients.map(({ id }) => foreseenForwardingQuery(message.id, id)),
  })
  const told = recipients.flatMap((recipient, index) => {
    const foreseen = answers[index]?.data
    if (foreseen === undefined) return []
    const lines = foreseen.items.flatMap((foresight) => {
      const study = message.studies.find(({ studyInstanceUid }) => studyInstanceUid === foresight.study)
      if (study === undefined || leftOut.has(foresight.study)) return []
      const shown = likelyOr(study.description ?? '') || t('foreseen.noDescription')
      const name = [shown, formatDicomDate(study.date, i18n.language)].filter(Boolean).join(', ')
      return [{ study: { studyInstanceUid: study.studyInstanceUid, name }, foresight }]
    })
    return lines.length === 0 ? [] : [{ recipient, sopClassNames: foreseen.sopClassNames, lines }]
  })
  return <ForeseenPanel told={told} />
}
