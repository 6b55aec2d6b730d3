/** The decision: take over, approve, ask or refuse, with words to the applicant that begin from a template. */
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { decideRegistration, replyTemplatesQuery } from '../../api/operator.ts'
import type { Registration } from '../../api/operator-types.ts'
import { languageNames } from '../../i18n/languages.ts'
import card from '../Card.module.css'
import { StaffDialog } from '../StaffDialog.tsx'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './Decision.module.css'
import { bytesOf, gigabytesOf } from './quota.ts'

const choices = ['approve', 'ask', 'refuse'] as const
type Choice = (typeof choices)[number]
const MOST_CHARACTERS = 4000

export interface Decided {
  readonly decision: Choice
  /** Of a node; shown now and never again. */
  readonly enrolmentCode: string | null
}

interface DecisionProps {
  readonly registration: Registration
  readonly onDecided: (decided: Decided) => void
}

export function Decision({ registration, onDecided }: DecisionProps) {
  const { t } = useTranslation('operator')
  const queries = useQueryClient()
  const [choice, setChoice] = useState<Choice>()
  const name = useId()
  const take = useMutation({
    mutationFn: () => decideRegistration(registration.id, { decision: 'take' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['operator'] }),
  })
  return (
    <section className={card.card}>
      <h2>{t('decision.title')}</h2>
      {registration.status === 'received' ? (
        <div className={classes.take}>
          <p>{t('decision.takeText')}</p>
          <Button variant="outline" size="md" loading={take.isPending} onClick={() => take.mutate()}>
            {t('decision.take')}
          </Button>
          {take.error ? <StaffProblem error={take.error} /> : null}
        </div>
      ) : null}
      <fieldset className={classes.choices}>
        <legend>{t('decision.choose')}</legend>
        {choices.map((each) => (
          <label key={each} className={classes.choice}>
            <input
              type="radio"
              name={name}
              value={each}
              checked={choice === each}
              onChange={() => setChoice(each)}
            />
            <span>
              <span className={classes.name}>{t(`decision.${each}.name`)}</span>
              <span className={classes.hint}>{t(`decision.${each}.hint`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {choice === undefined ? null : (
        <Answer key={choice} choice={choice} registration={registration} onDecided={onDecided} />
      )}
    </section>
  )
}

function Answer({ choice, registration, onDecided }: DecisionProps & { readonly choice: Choice }) {
  const { t, i18n } = useTranslation('operator')
  const queries = useQueryClient()
  const { language, representative } = registration.form
  const { data: templates, error } = useQuery(replyTemplatesQuery)
  const [words, setWords] = useState('')
  const usualQuota = gigabytesOf(registration.quotaBytes, i18n.language)
  const [quota, setQuota] = useState(usualQuota)
  const [faults, setFaults] = useState<readonly ('words' | 'quota')[]>([])
  const [asking, setAsking] = useState(false)
  const fitting = templates?.items.filter(({ decision }) => decision === choice) ?? []
  const quotaBytes = choice === 'approve' ? bytesOf(quota) : undefined

  function check() {
    const found: ('words' | 'quota')[] = []
    if (choice !== 'approve' && words.trim() === '') found.push('words')
    if (choice === 'approve' && quotaBytes === undefined) found.push('quota')
    setFaults(found)
    if (found.length === 0) setAsking(true)
    else requestAnimationFrame(() => document.getElementById(`decision-${found[0]}`)?.focus())
  }

  return (
    <form
      noValidate
      className={classes.answer}
      onSubmit={(event) => {
        event.preventDefault()
        check()
      }}
    >
      {choice === 'approve' ? (
        <TextInput
          id="decision-quota"
          size="md"
          inputMode="decimal"
          label={t('decision.quota')}
          description={t('decision.quotaHint')}
          value={quota}
          onChange={(event) => setQuota(event.currentTarget.value)}
          error={faults.includes('quota') ? t('decision.quotaWrong') : undefined}
        />
      ) : null}
      {error ? <StaffProblem error={error} /> : null}
      {fitting.length > 0 ? (
        <NativeSelect
          size="md"
          label={t('decision.template')}
          description={t('decision.templateHint')}
          value=""
          onChange={(event) => {
            const chosen = fitting.find(({ code }) => code === event.currentTarget.value)
            if (chosen === undefined) return
            setWords((before) =>
              [before.trimEnd(), chosen.words[language]].filter((each) => each !== '').join('\n\n'),
            )
            setFaults((before) => before.filter((each) => each !== 'words'))
          }}
          data={[
            { value: '', label: t('decision.chooseTemplate') },
            ...fitting.map(({ code, words: each }) => ({ value: code, label: shortened(each[language]) })),
          ]}
        />
      ) : null}
      <Textarea
        id="decision-words"
        size="md"
        rows={6}
        maxLength={MOST_CHARACTERS}
        lang={language}
        label={t(choice === 'approve' ? 'decision.wordsOptional' : 'decision.words')}
        description={t('decision.wordsHint', { language: languageNames[language] })}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        error={faults.includes('words') ? t(`decision.${choice}.wordsMissing`) : undefined}
      />
      <Button type="submit" size="md" color={choice === 'refuse' ? 'red' : 'blue'} className={classes.submit}>
        {t(`decision.${choice}.submit`)}
      </Button>
      {asking ? (
        <StaffDialog
          title={t(`decision.${choice}.confirmTitle`, { institution: registration.institution.name })}
          confirmLabel={t(`decision.${choice}.confirm`)}
          tone={choice === 'refuse' ? 'red' : 'blue'}
          onConfirm={() =>
            decideRegistration(registration.id, {
              decision: choice,
              words: words.trim(),
              // Untouched, it is left to the centre: what is shown is rounded.
              ...(quotaBytes === undefined || quota === usualQuota ? {} : { quotaBytes }),
            })
          }
          onDone={async (enrolmentCode) => {
            onDecided({ decision: choice, enrolmentCode })
            await queries.invalidateQueries({ queryKey: ['operator'] })
            // A new one stands in the directory.
            await queries.invalidateQueries({ queryKey: ['institutions'] })
          }}
          onClose={() => setAsking(false)}
        >
          <p>{t(`decision.${choice}.confirmText`, { email: representative.email })}</p>
          {words.trim() === '' ? null : (
            <blockquote className={classes.quote} lang={language}>
              {words.trim()}
            </blockquote>
          )}
        </StaffDialog>
      ) : null}
    </form>
  )
}

function shortened(words: string): string {
  return words.length > 70 ? `${words.slice(0, 68).trimEnd()}…` : words
}
