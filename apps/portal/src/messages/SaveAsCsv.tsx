/** Saves the per-file results as CSV, made here: their words are the portal's. */
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FileResult } from '../api/types.ts'
import { ProblemNotice } from '../layout/ProblemNotice.tsx'
import { shownOutcome } from './file-groups.ts'

export function SaveAsCsv({ files, name }: { readonly files: readonly FileResult[]; readonly name: string }) {
  const { t, i18n } = useTranslation('outcomes')
  const { t: tm } = useTranslation('messages')

  async function save() {
    const { filesAsCsv } = await import('./files-as-csv.ts')
    const known = (key: string) => (i18n.exists(`outcomes:${key}`) ? t(key) : '')
    const headings = {
      file: tm('files.csv.file'),
      outcome: tm('files.csv.outcome'),
      reason: tm('files.csv.reason'),
      advice: tm('files.csv.advice'),
      code: tm('files.csv.code'),
    }
    const text = filesAsCsv(files, headings, (file) => ({
      outcome: tm(`files.one.${shownOutcome(file)}`),
      reason: file.code === null ? '' : known(`${file.code}.reason`) || t('unknown', { code: file.code }),
      advice: file.code === null ? '' : known(`${file.code}.advice`),
    }))
    const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    URL.revokeObjectURL(address)
  }

  const saving = useMutation({ mutationFn: save })
  return (
    <>
      {saving.isError ? <ProblemNotice error={saving.error} /> : null}
      <Button variant="default" loading={saving.isPending} onClick={() => saving.mutate()}>
        {tm('files.csv.save')}
      </Button>
    </>
  )
}
