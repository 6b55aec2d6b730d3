/** What a mail may be filled with; pressed, it is put where the text is being written. */
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { WordingPlaceholder } from '../../api/wordings.ts'
import card from '../Card.module.css'
import classes from './Wordings.module.css'

interface PlaceholderListProps {
  readonly placeholders: readonly WordingPlaceholder[]
  readonly onInsert: (placeholder: string) => void
}

export function PlaceholderList({ placeholders, onInsert }: PlaceholderListProps) {
  const { t } = useTranslation('wordings')
  return (
    <section className={card.card} aria-labelledby="placeholders">
      <h2 id="placeholders">{t('placeholders.title')}</h2>
      <p className={classes.hint}>{t('placeholders.lead')}</p>
      <ul className={classes.placeholders}>
        {placeholders.map(({ name, isObligatory, mayBeEmpty, isForSubject }) => (
          <li key={name}>
            <Button
              variant="outline"
              size="sm"
              aria-label={t('placeholders.insert', { placeholder: `{${name}}` })}
              onClick={() => onInsert(`{${name}}`)}
            >
              <code>{`{${name}}`}</code>
            </Button>
            <span>{t(`placeholder.${name}`)}</span>
            <span className={classes.when}>
              {[
                isObligatory ? t('placeholders.obligatory') : '',
                mayBeEmpty ? t('placeholders.mayBeEmpty') : '',
                isForSubject ? t('placeholders.isForSubject') : '',
              ]
                .filter((words) => words !== '')
                .join(' ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
