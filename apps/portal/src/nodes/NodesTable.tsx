/** Communication nodes as rows, cards on a phone: whether each answers, what waits in it, how long its certificate lasts. */
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { KnownNode, NodeStanding } from '../api/nodes.ts'
import { formatDateTime } from '../format/dates.ts'
import { Badge, type Tone } from '../layout/Badge.tsx'
import table from '../layout/ResponsiveTable.module.css'
import classes from './NodesTable.module.css'

/** Not before somebody has nodes to look at. */
const NodePassport = lazy(() =>
  import('../passport/NodePassport.tsx').then((module) => ({ default: module.NodePassport })),
)

const tones: Readonly<Record<NodeStanding, Tone>> = {
  revoked: 'quiet',
  silent: 'bad',
  trouble: 'bad',
  well: 'good',
}

function standingOf({ revokedAt, silent, trouble }: KnownNode): NodeStanding {
  if (revokedAt !== null) return 'revoked'
  if (silent) return 'silent'
  return trouble === null ? 'well' : 'trouble'
}

interface NodesTableProps {
  readonly nodes: readonly KnownNode[]
  /** What a row is named by: operators see many institutions, a representative the own one. */
  readonly namedBy: 'institution' | 'enrolment'
  /** What may be done with one, for those who may. */
  readonly actions?: (node: KnownNode) => ReactNode
}

export function NodesTable({ nodes, namedBy, actions }: NodesTableProps) {
  const { t } = useTranslation('nodes')
  return (
    <table className={table.table}>
      <caption hidden>{t('title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t(`column.${namedBy}`)}</th>
          <th scope="col">{t('column.state')}</th>
          <th scope="col">{t('column.lastContact')}</th>
          <th scope="col">{t('column.waiting')}</th>
          <th scope="col">{t('column.version')}</th>
          <th scope="col">{t('column.certificate')}</th>
          {actions ? <th scope="col">{t('column.revocation')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <Row key={node.id} node={node} namedBy={namedBy} actions={actions} />
        ))}
      </tbody>
    </table>
  )
}

interface RowProps extends Pick<NodesTableProps, 'namedBy'> {
  readonly node: KnownNode
  readonly actions: NodesTableProps['actions'] | undefined
}

function Row({ node, namedBy, actions }: RowProps) {
  const { t, i18n } = useTranslation('nodes')
  const moment = (iso: string) => <time dateTime={iso}>{formatDateTime(iso, i18n.language)}</time>
  const { institution, enrolledAt, lastContactAt, trouble, outgoing, incoming, version } = node
  const standing = standingOf(node)
  return (
    <tr>
      <th scope="row">
        <span className={classes.stack}>
          {namedBy === 'institution' ? <span>{institution.name}</span> : null}
          <span className={namedBy === 'institution' ? classes.soft : undefined}>
            {t('enrolled')} {moment(enrolledAt)}
          </span>
        </span>
      </th>
      <td data-label={t('column.state')}>
        <span className={classes.stack}>
          <Badge tone={tones[standing]}>{t(`state.${standing}`)}</Badge>
          {trouble !== null && standing !== 'revoked' ? (
            <span>{t(`trouble.${trouble}`, { defaultValue: trouble })}</span>
          ) : null}
          {standing === 'revoked' ? null : (
            <Suspense fallback={null}>
              <NodePassport nodeId={node.id} />
            </Suspense>
          )}
        </span>
      </td>
      <td data-label={t('column.lastContact')}>
        {lastContactAt === null ? t('never') : moment(lastContactAt)}
      </td>
      <td data-label={t('column.waiting')}>
        <span className={classes.stack}>
          <span>{t('outgoing', { count: outgoing })}</span>
          <span>{t('incoming', { count: incoming })}</span>
        </span>
      </td>
      <td data-label={t('column.version')}>{version || t('unknown')}</td>
      <td data-label={t('column.certificate')}>
        {node.certificateExpiresAt === null ? t('unknown') : moment(node.certificateExpiresAt)}
      </td>
      {actions ? (
        <td>
          {node.revokedAt === null ? (
            actions(node)
          ) : (
            <span className={classes.soft}>
              {t('revokedAt')} {moment(node.revokedAt)}
            </span>
          )}
        </td>
      ) : null}
    </tr>
  )
}
