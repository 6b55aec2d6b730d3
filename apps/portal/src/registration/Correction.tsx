/** The sent form once more, to be put right while the operator waits for it. */
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem } from '../api/problem.ts'
import { correctForm, type Registration } from '../api/registrations.ts'
import { newDraft } from './draft.ts'
import { formOf, valuesOfForm } from './fields.ts'
import { RegistrationForm } from './RegistrationForm.tsx'
import { useForm } from './use-form.ts'

interface CorrectionProps {
  readonly request: Registration
  readonly secret: string
  readonly onEnd: (saved: boolean) => void
}

export function Correction({ request, secret, onEnd }: CorrectionProps) {
  const { t } = useTranslation('registration')
  const queries = useQueryClient()
  const form = useForm(newDraft(valuesOfForm(request.form)), false)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      correctForm(
        request.id,
        secret,
        formOf(form.values, {
          language: request.form.language,
          useIdentity: false,
          onBehalf: false,
          conditionsVersion: request.conditions.version,
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['registration', request.id] })
      onEnd(true)
    },
    onError: (problem) => form.take(asProblem(problem).faults),
  })
  return (
    <>
      <h2 ref={heading} tabIndex={-1}>
        {t('correct.title')}
      </h2>
      <p>{t('correct.lead')}</p>
      <RegistrationForm
        form={form}
        emailStays
        problem={error}
        isSending={isPending}
        sendWords={t('correct.save')}
        onSend={() => mutate()}
        beside={
          <Button variant="subtle" size="md" onClick={() => onEnd(false)}>
            {t('correct.cancel')}
          </Button>
        }
      />
    </>
  )
}
