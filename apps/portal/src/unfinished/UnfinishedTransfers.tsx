/** Above the form of a new message: transfers that can go on, and the way when their files are chosen again. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSession } from '../api/session.ts'
import { type ChosenItem, filesOfItems } from '../sending/chosen-item.ts'
import type { BegunSending } from '../sending/transfer.ts'
import { begunSending } from './resume.ts'
import { UnfinishedNotice } from './UnfinishedNotice.tsx'
import { unfinishedQuery } from './unfinished-query.ts'
import { isSameReport, sameFiles, type UnfinishedTransfer } from './unfinished-transfer.ts'

interface UnfinishedTransfersProps {
  readonly items: readonly ChosenItem[]
  readonly report: File | undefined
  readonly onResume: (transfer: UnfinishedTransfer, begun: BegunSending) => void
}

export function UnfinishedTransfers({ items, report, onResume }: UnfinishedTransfersProps) {
  const session = useSession()
  const { data } = useQuery(unfinishedQuery(session))
  const matches = useMemo(() => {
    const files = filesOfItems(items)
    return (data ?? []).map((transfer) => {
      const same = isSameReport(transfer.chosen.report, report)
        ? sameFiles(transfer.chosen.files, files)
        : undefined
      return { transfer, begun: same && begunSending(transfer, same, report) }
    })
  }, [data, items, report])
  return matches.map(({ transfer, begun }) => (
    <UnfinishedNotice
      key={transfer.id}
      transfer={transfer}
      onResume={begun && (() => onResume(transfer, begun))}
    />
  ))
}
