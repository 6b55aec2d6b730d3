/** A question that is answered before anything travels. */
import { Alert, Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../format/sizes.ts'
import { WarningIcon } from '../icons/icons.tsx'
import type { Question } from './answers.ts'
import classes from './LookPanel.module.css'

interface AnswerProps {
  /** Of the box to tick. */
  readonly id: string
  readonly question: Question
  /** Of several patients, where they can be left out no more. */
  readonly severalText?: string
  readonly isAnswered: boolean
  readonly onAnswer: (isYes: boolean) => void
  readonly invalid: boolean
}

export function Answer({ id, question, severalText, isAnswered, onAnswer, invalid }: AnswerProps) {
  const { t, i18n } = useTranslation('looking')
  const isSeveral = question.kind === 'patients'
  const title = isSeveral
    ? t('several.title', {
        count: question.patients,
        number: formatNumber(question.patients, i18n.language),
      })
    : t('skipped.title')
  return (
    <Alert role="alert" color="amber" icon={<WarningIcon />} title={title}>
      <p>{isSeveral ? (severalText ?? t('several.text')) : t('skipped.text')}</p>
      <Checkbox
        id={id}
        size="md"
        className={classes.answer}
        label={t(isSeveral ? 'several.confirm' : 'skipped.confirm')}
        checked={isAnswered}
        error={invalid ? t(`missing.${question.kind}`) : undefined}
        onChange={(event) => onAnswer(event.currentTarget.checked)}
      />
    </Alert>
  )
}
