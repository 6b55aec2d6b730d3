/** For which institution a code is issued. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type IssuedCode, issueCode } from '../../api/nodes.ts'
import type { Party } from '../../api/types.ts'
import { InstitutionField } from '../../choosing/InstitutionField.tsx'
import card from '../Card.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './NodesPage.module.css'

interface IssueCodeProps {
  readonly onIssued: (code: IssuedCode, institution: Party) => void | Promise<void>
  readonly onCancel: () => void
}

export function IssueCode({ onIssued, onCancel }: IssueCodeProps) {
  const { t } = useTranslation('nodes')
  const { t: to } = useTranslation('operator')
  const [institution, setInstitution] = useState<Party>()
  const [isMissing, setMissing] = useState(false)
  const field = useId()
  const send = useRef<HTMLButtonElement>(null)
  const issue = useMutation({
    mutationFn: async (wanted: Party) => ({ issued: await issueCode(wanted.id), wanted }),
    onSuccess: ({ issued, wanted }) => onIssued(issued, wanted),
  })
  useEffect(() => document.getElementById(field)?.focus(), [field])
  useEffect(() => {
    if (institution) send.current?.focus()
  }, [institution])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (institution) issue.mutate(institution)
    else {
      setMissing(true)
      document.getElementById(field)?.focus()
    }
  }

  return (
    <form
      noValidate
      onSubmit={submit}
      className={`${card.card} ${classes.choosing}`}
      aria-label={t('codes.issue')}
    >
      <InstitutionField
        id={field}
        label={institution ? t('codes.another') : t('codes.for')}
        description={institution ? undefined : t('codes.forHint')}
        error={isMissing && !institution ? t('codes.missing') : undefined}
        words={{ offered: t('codes.offered'), none: t('codes.noSuch') }}
        isOffered={(id) => id !== institution?.id}
        onChoose={setInstitution}
      />
      {institution ? (
        <p role="status" className={classes.chosen}>
          {t('codes.chosen')} <strong>{institution.name}</strong>
        </p>
      ) : null}
      {issue.error ? <StaffProblem error={issue.error} /> : null}
      <div className={card.buttons}>
        <Button ref={send} type="submit" size="md" loading={issue.isPending}>
          {t('codes.issue')}
        </Button>
        <Button variant="default" size="md" onClick={onCancel}>
          {to('dialog.back')}
        </Button>
      </div>
    </form>
  )
}
