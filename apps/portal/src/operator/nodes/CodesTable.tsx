/** Codes that may still enrol a node, as rows, cards on a phone. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenCode } from '../../api/nodes.ts'
import { formatDateTime } from '../../format/dates.ts'
import table from '../../layout/ResponsiveTable.module.css'

interface CodesTableProps {
  readonly codes: readonly OpenCode[]
  readonly actions: (code: OpenCode) => ReactNode
}

export function CodesTable({ codes, actions }: CodesTableProps) {
  const { t, i18n } = useTranslation('nodes')
  const moment = (iso: string) => <time dateTime={iso}>{formatDateTime(iso, i18n.language)}</time>
  return (
    <table className={table.table}>
      <caption hidden>{t('codes.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.institution')}</th>
          <th scope="col">{t('codes.issued')}</th>
          <th scope="col">{t('codes.issuedBy')}</th>
          <th scope="col">{t('codes.until')}</th>
          <th scope="col">{t('codes.withdrawal')}</th>
        </tr>
      </thead>
      <tbody>
        {codes.map((code) => (
          <tr key={code.id}>
            <th scope="row">{code.institution.name}</th>
            <td data-label={t('codes.issued')}>{moment(code.createdAt)}</td>
            <td data-label={t('codes.issuedBy')}>{code.createdBy ?? t('codes.nobody')}</td>
            <td data-label={t('codes.until')}>{moment(code.expiresAt)}</td>
            <td>{actions(code)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
