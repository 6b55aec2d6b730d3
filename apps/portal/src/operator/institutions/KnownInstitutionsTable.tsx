/** Institutions as rows, cards on a phone. */
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { InstitutionState, KnownInstitution } from '../../api/operations.ts'
import { formatDateTime } from '../../format/dates.ts'
import { placeOf } from '../../format/places.ts'
import { formatBytes, formatNumber } from '../../format/sizes.ts'
import { Badge, type Tone } from '../../layout/Badge.tsx'
import table from '../../layout/ResponsiveTable.module.css'
import classes from './KnownInstitutionsPage.module.css'

const tones: Readonly<Record<InstitutionState, Tone>> = {
  well: 'good',
  'nearly-full': 'bad',
  'nobody-acts': 'quiet',
  'without-mailbox': 'quiet',
}

interface Props {
  readonly institutions: readonly KnownInstitution[]
  readonly sort: 'name' | 'used' | 'members' | 'joined'
}

export function KnownInstitutionsTable({ institutions, sort }: Props) {
  const { t } = useTranslation('operations')
  const sorted = (by: Props['sort']) =>
    sort === by ? (by === 'name' ? 'ascending' : 'descending') : undefined
  return (
    <table className={table.table}>
      <caption hidden>{t('institutions.title')}</caption>
      <thead>
        <tr>
          <th scope="col" aria-sort={sorted('name')}>
            {t('column.name')}
          </th>
          <th scope="col">{t('column.connection')}</th>
          <th scope="col">{t('column.state')}</th>
          <th scope="col" aria-sort={sorted('members')}>
            {t('column.members')}
          </th>
          <th scope="col" aria-sort={sorted('used')}>
            {t('column.mailbox')}
          </th>
          <th scope="col">{t('column.position')}</th>
          <th scope="col" aria-sort={sorted('joined')}>
            {t('column.joined')}
          </th>
        </tr>
      </thead>
      <tbody>
        {institutions.map((institution) => (
          <Row key={institution.id} institution={institution} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ institution }: { institution: KnownInstitution }) {
  const { t, i18n } = useTranslation(['operations', 'common'])
  const { id, name, kind, city, country, connection, state, members, nodes, mailbox, position, joinedAt } =
    institution
  const size = (bytes: number) => formatBytes(bytes, i18n.language)
  const degrees = (value: number) =>
    new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)
  return (
    <tr>
      <th scope="row">
        <span className={classes.stack}>
          <Link to="/institutions/$id" params={{ id }}>
            {name}
          </Link>
          <span className={classes.soft}>
            {t(`common:kind.${kind}`)}, {placeOf({ city, country }, i18n.language)}
          </span>
          <Link to="/operator/institutions/$id" params={{ id }} aria-label={t('record.openOf', { name })}>
            {t('record.open')}
          </Link>
        </span>
      </th>
      <td data-label={t('column.connection')}>{t(`common:connection.${connection}`)}</td>
      <td data-label={t('column.state')}>
        <Badge tone={tones[state]}>{t(`state.${state}`)}</Badge>
      </td>
      <td data-label={t('column.members')}>
        <span className={classes.stack}>
          <span className={classes.whole}>{t('people', { count: members })}</span>
          {nodes > 0 ? <span>{t('nodes', { count: nodes })}</span> : null}
        </span>
      </td>
      <td data-label={t('column.mailbox')}>
        {mailbox === null ? (
          '–'
        ) : (
          <span className={classes.stack}>
            <span>{t('usedOf', { used: size(mailbox.usedBytes), quota: size(mailbox.quotaBytes) })}</span>
            <span className={classes.soft}>
              {formatNumber(
                Math.round((100 * mailbox.usedBytes) / Math.max(1, mailbox.quotaBytes)),
                i18n.language,
              )}
              {'\u00a0%'}
            </span>
          </span>
        )}
      </td>
      <td data-label={t('column.position')}>
        {position === null
          ? t('notOnMap')
          : t('degrees', { latitude: degrees(position.latitude), longitude: degrees(position.longitude) })}
      </td>
      <td data-label={t('column.joined')}>
        <time dateTime={joinedAt}>{formatDateTime(joinedAt, i18n.language)}</time>
      </td>
    </tr>
  )
}
