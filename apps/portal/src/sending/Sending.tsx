/** Sending: to whom, what, with which words; then the transfer, and at its end the message's own page. */
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../api/session.ts'
import type { Party } from '../api/types.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { keepWhileUnderWay } from '../unfinished/keep.ts'
import { type Replying, SendForm } from './SendForm.tsx'
import { TransferPanel } from './TransferPanel.tsx'
import { Transfer } from './transfer.ts'

interface SendingProps {
  readonly recipients: readonly Party[]
  readonly replying?: Replying
  /** The request for images that is answered. */
  readonly answering?: string
  /** Instead of those of a new message. */
  readonly title?: string
  readonly lead?: string
  readonly above?: ReactNode
}

export function Sending({ recipients, replying, answering, title, lead, above }: SendingProps) {
  const { t } = useTranslation('sending')
  const [transfer, setTransfer] = useState<Transfer>()
  const session = useSession()
  const queries = useQueryClient()
  const begin = (begun: Transfer) => {
    setTransfer(begun)
    void begun.start()
  }
  return (
    <PageBody width="reading">
      <PageTitle
        title={title ?? t('title')}
        lead={transfer ? undefined : (lead ?? t('lead'))}
        above={transfer ? undefined : above}
      />
      {/* The form stays there, hidden, so that nothing has to be filled in again after a refusal. */}
      <div hidden={transfer !== undefined}>
        <SendForm
          recipients={recipients}
          replying={replying}
          answering={answering}
          onSend={(message, uploads, documents, { recipients, ...kept }) => {
            const started = new Transfer({ message, uploads, documents }, session?.institution?.id)
            if (session?.institution) {
              keepWhileUnderWay(started, {
                personId: session.person.id,
                institutionId: session.institution.id,
                begunAt: new Date().toISOString(),
                recipients: recipients.map(({ name }) => name),
                ...kept,
              })
            }
            begin(started)
          }}
          onResume={(unfinished, begun) => {
            const resumed = new Transfer(begun, unfinished.institutionId)
            const { chosen, ...facts } = unfinished
            keepWhileUnderWay(resumed, { ...facts, mark: () => chosen })
            begin(resumed)
          }}
        />
      </div>
      {transfer ? (
        <TransferPanel
          transfer={transfer}
          onBack={() => {
            setTransfer(undefined)
            void queries.invalidateQueries({ queryKey: ['own', 'unfinished'] })
          }}
        />
      ) : null}
    </PageBody>
  )
}
