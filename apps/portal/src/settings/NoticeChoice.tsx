/** What else one is written to about. */
import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { NOTICES, type NoticeName } from '../api/settings.ts'

interface NoticeChoiceProps {
  readonly chosen: readonly NoticeName[]
  readonly onChoose: (chosen: readonly NoticeName[]) => void
}

export function NoticeChoice({ chosen, onChoose }: NoticeChoiceProps) {
  const { t } = useTranslation('settings')
  return (
    <Checkbox.Group
      size="md"
      label={t('mail.notices.label')}
      value={[...chosen]}
      onChange={(values) => onChoose(NOTICES.filter((each) => values.includes(each)))}
    >
      {NOTICES.map((each) => (
        <Checkbox key={each} size="md" mt="xs" value={each} label={t(`mail.notices.${each}`)} />
      ))}
    </Checkbox.Group>
  )
}
