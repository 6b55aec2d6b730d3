/** What who reads can do with the request: answer, refuse, say that it is complete, withdraw. */
import { Button, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { endRequest, type ImageRequest, refuseRequest, requestQuery } from '../api/requests.ts'
import { CheckIcon, CrossIcon } from '../icons/icons.tsx'
import { ReplyIcon } from '../icons/message-icons.tsx'
import { ConfirmDialog } from '../layout/ConfirmDialog.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import boxClasses from '../mailbox/Box.module.css'
import classes from './Requests.module.css'

type Question = 'refuse' | 'withdraw' | 'complete'

export function RequestActions({ request, isAsked }: { request: ImageRequest; isAsked: boolean }) {
  const { t } = useTranslation('requests')
  const [question, setQuestion] = useState<Question>()
  const isOpen = request.status === 'open'
  const mayAnswer = isAsked && (isOpen || request.status === 'answered')
  return (
    <div className={classes.buttons}>
      {mayAnswer ? (
        <Link
          to="/requests/$id/answer"
          params={{ id: request.id }}
          className={boxClasses.new}
          preload={false}
        >
          <ReplyIcon />
          {t(request.answers > 0 ? 'actions.answerMore' : 'actions.answer')}
        </Link>
      ) : null}
      {isOpen && request.answers > 0 ? (
        <Button
          variant="default"
          size="md"
          leftSection={<CheckIcon />}
          onClick={() => setQuestion('complete')}
        >
          {t('actions.complete')}
        </Button>
      ) : null}
      {isOpen ? (
        <Button
          variant="default"
          size="md"
          leftSection={<CrossIcon />}
          onClick={() => setQuestion(isAsked ? 'refuse' : 'withdraw')}
        >
          {t(isAsked ? 'actions.refuse' : 'actions.withdraw')}
        </Button>
      ) : null}
      {question ? <Ask question={question} id={request.id} onClose={() => setQuestion(undefined)} /> : null}
    </div>
  )
}

function Ask({ question, id, onClose }: { question: Question; id: string; onClose: () => void }) {
  const { t } = useTranslation('requests')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [isLacking, setLacking] = useState(false)
  return (
    <ConfirmDialog<ImageRequest | undefined>
      title={t(`${question}.title`)}
      keepLabel={t('keep')}
      confirmLabel={t(`actions.${question}`)}
      tone={question === 'complete' ? 'blue' : 'red'}
      onConfirm={async () => {
        if (question !== 'refuse') return await endRequest(id, question)
        if (reason.trim() !== '') return await refuseRequest(id, reason)
        setLacking(true)
        throw new ReasonLacking()
      }}
      // The field says it.
      problem={(error) => (error instanceof ReasonLacking ? null : <ProblemNotice error={error} />)}
      onDone={(changed) => {
        if (changed) queries.setQueryData(requestQuery(id).queryKey, changed)
        void queries.invalidateQueries({ queryKey: ['messages'] })
      }}
      onClose={onClose}
    >
      <p>{t(`${question}.text`)}</p>
      {question === 'refuse' ? (
        <Textarea
          size="md"
          rows={4}
          maxLength={2000}
          label={t('refuse.reason')}
          error={isLacking ? t('refuse.lacking') : undefined}
          value={reason}
          onChange={({ currentTarget: { value } }) => {
            setReason(value)
            setLacking(false)
          }}
        />
      ) : null}
    </ConfirmDialog>
  )
}

/** The dialog stays open; the field says why. */
class ReasonLacking extends Error {
  override readonly name = 'ReasonLacking'
}
