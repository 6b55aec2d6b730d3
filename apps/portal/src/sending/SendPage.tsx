/** Sending: to whom, what, with which words; then the transfer, and at its end the message's own page. */
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { institutionQuery } from '../api/directory.ts'
import { useSession } from '../api/session.ts'
import type { Party } from '../api/types.ts'
import { PageBody } from '../layout/PageBody.tsx'
import { PageTitle } from '../layout/PageTitle.tsx'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { SendForm } from './SendForm.tsx'
import { TransferPanel } from './TransferPanel.tsx'
import { Transfer } from './transfer.ts'

const toOne = getRouteApi('/members/send/$institutionId')

/** Nová zpráva: the recipients are looked up here. */
export function SendPage() {
  return <Sending recipients={[]} />
}

/** From an institution's detail. */
export function SendToPage() {
  const { t } = useTranslation('common')
  const { institutionId } = toOne.useParams()
  const { data, error, refetch } = useQuery(institutionQuery(institutionId))
  if (error) {
    return (
      <PageBody width="reading">
        <PageTitle title={t('failure.title')} />
        <ProblemNotice error={error} onRetry={() => void refetch()} />
      </PageBody>
    )
  }
  // The key: another institution's address is another message.
  return data ? <Sending key={data.id} recipients={[{ id: data.id, name: data.name }]} /> : null
}

function Sending({ recipients }: { recipients: readonly Party[] }) {
  const { t } = useTranslation('sending')
  const [transfer, setTransfer] = useState<Transfer>()
  const session = useSession()
  return (
    <PageBody width="reading">
      <PageTitle title={t('title')} lead={transfer ? undefined : t('lead')} />
      {/* The form stays there, hidden, so that nothing has to be filled in again after a refusal. */}
      <div hidden={transfer !== undefined}>
        <SendForm
          recipients={recipients}
          onSend={(message, uploads, documents) => {
            const started = new Transfer({ message, uploads, documents }, session?.institution?.id)
            setTransfer(started)
            void started.start()
          }}
        />
      </div>
      {transfer ? <TransferPanel transfer={transfer} onBack={() => setTransfer(undefined)} /> : null}
    </PageBody>
  )
}
