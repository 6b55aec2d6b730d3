/** What the sender writes: subject, note, urgency. The form reads it by the names of the fields. */
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './SendForm.module.css'

/** Drawn once: the form around it hears of what is found several times a second. */
export const MessageWords = memo(Words)

interface MessageWordsProps {
  /** What it begins with. */
  readonly subject?: string | undefined
  /** To a request for images. */
  readonly isAnswer: boolean
}

function Words({ subject, isAnswer }: MessageWordsProps) {
  const { t } = useTranslation('sending')
  return (
    <div className={classes.fields}>
      {isAnswer ? (
        <Checkbox
          size="md"
          name="answersInFull"
          defaultChecked
          label={t('words.answersInFull')}
          description={t('words.answersInFullHint')}
        />
      ) : null}
      <TextInput
        size="md"
        name="subject"
        maxLength={200}
        defaultValue={subject}
        label={t('words.subject')}
        description={t('words.subjectHint')}
      />
      <Textarea size="md" name="note" rows={4} maxLength={10_000} label={t('words.note')} />
      <Checkbox size="md" name="urgent" label={t('words.urgent')} description={t('words.urgentHint')} />
      <Checkbox
        size="md"
        name="allOrNothing"
        label={t('words.allOrNothing')}
        description={t('words.allOrNothingHint')}
      />
    </div>
  )
}
