/** Messages and their volume, in and out: four charts, and one table with every period. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ColumnChart } from '../../about/ColumnChart.tsx'
import figures from '../../about/NetworkFigures.module.css'
import {
  type Carried,
  type Period,
  periods,
  type TrafficOfPeriod,
  trafficQuery,
} from '../../api/operations.ts'
import { formatBytes, formatNumber } from '../../format/sizes.ts'
import tabs from '../FilterTabs.module.css'
import { StaffProblem } from '../StaffProblem.tsx'
import classes from './OperationsPage.module.css'
import { formatPeriod, labelOf } from './periods.ts'

export function TrafficPart({ by }: { by: Period }) {
  const { t } = useTranslation('operations')
  const { data, error, refetch } = useQuery(trafficQuery(by))
  return (
    <section className={classes.part}>
      <h2>{t('traffic.title')}</h2>
      <nav aria-label={t('traffic.by')}>
        <ul className={tabs.filters}>
          {periods.map((period) => (
            <li key={period}>
              <Link
                to="/operator/operations"
                search={{ by: period === 'day' ? undefined : period }}
                className={tabs.filter}
                activeOptions={{ exact: true }}
                aria-current={period === by ? 'page' : undefined}
                data-chosen={period === by || undefined}
                resetScroll={false}
              >
                {t(`traffic.byPeriod.${period}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {error && !data ? <StaffProblem error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={300} /> : null}
      {data ? <Charts items={data.items} by={by} /> : null}
    </section>
  )
}

const ways = ['received', 'delivered'] as const
const figuresShown = ['messages', 'sizeBytes'] as const

function Charts({ items, by }: { items: readonly TrafficOfPeriod[]; by: Period }) {
  const { t, i18n } = useTranslation('operations')
  const { language } = i18n
  const formats = {
    messages: (value: number) => formatNumber(value, language),
    sizeBytes: (value: number) => formatBytes(value, language),
  }
  const nameOf = (from: string) => {
    const name = formatPeriod(from, by, language)
    const words = by === 'week' ? t('traffic.weekOf', { day: name }) : name
    return from === items.at(-1)?.from ? t('traffic.soFar', { period: words }) : words
  }
  const columns = (way: (typeof ways)[number], figure: keyof Carried) =>
    items.map((each, index) => ({
      key: each.from,
      label: labelOf(each.from, by, items.length - 1 - index, language),
      value: each[way][figure],
      title: `${nameOf(each.from)}: ${formats[figure](each[way][figure])}`,
      isUnfinished: index === items.length - 1,
    }))
  const since = formatPeriod(items[0]?.from ?? '', by, language)
  return (
    <>
      <div className={figures.charts}>
        {ways.map((way) =>
          figuresShown.map((figure) => (
            <ColumnChart
              key={`${way} ${figure}`}
              title={t(`traffic.${way}.${figure}`)}
              summary={t('traffic.summary', { title: t(`traffic.${way}.${figure}`), since })}
              columns={columns(way, figure)}
              format={formats[figure]}
            />
          )),
        )}
      </div>
      <p className={figures.note}>{t('traffic.note')}</p>
      <details className={figures.numbers}>
        <summary>{t('traffic.table')}</summary>
        <table className={`${figures.table} ${classes.traffic}`}>
          <caption>{t('traffic.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t(`traffic.period.${by}`)}</th>
              {ways.map((way) =>
                figuresShown.map((figure) => (
                  <th key={`${way} ${figure}`} scope="col">
                    {t(`traffic.${way}.${figure}`)}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {items.toReversed().map((each) => (
              <tr key={each.from}>
                <th scope="row">{nameOf(each.from)}</th>
                {ways.map((way) =>
                  figuresShown.map((figure) => (
                    <td key={`${way} ${figure}`} data-label={t(`traffic.${way}.${figure}`)}>
                      {formats[figure](each[way][figure])}
                    </td>
                  )),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
