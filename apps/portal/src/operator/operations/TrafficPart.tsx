/** Messages and their volume, in and out, and what lay in the centre: six charts, and one table with every period. */
import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ColumnChart } from '../../about/ColumnChart.tsx'
import figures from '../../about/NetworkFigures.module.css'
import { type Period, periods, type TrafficOfPeriod, trafficQuery } from '../../api/operations.ts'
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

interface Figure {
  readonly name: string
  readonly unit: 'number' | 'bytes'
  /** Null: not known. */
  readonly of: (each: TrafficOfPeriod) => number | null
}

const FIGURES: readonly Figure[] = [
  { name: 'received.messages', unit: 'number', of: ({ received }) => received.messages },
  { name: 'received.sizeBytes', unit: 'bytes', of: ({ received }) => received.sizeBytes },
  { name: 'delivered.messages', unit: 'number', of: ({ delivered }) => delivered.messages },
  { name: 'delivered.sizeBytes', unit: 'bytes', of: ({ delivered }) => delivered.sizeBytes },
  { name: 'held.volumeBytes', unit: 'bytes', of: ({ held }) => held?.volumeBytes ?? null },
  { name: 'held.mailboxesBytes', unit: 'bytes', of: ({ held }) => held?.mailboxesBytes ?? null },
]

function Charts({ items, by }: { items: readonly TrafficOfPeriod[]; by: Period }) {
  const { t, i18n } = useTranslation('operations')
  const { language } = i18n
  const formats = {
    number: (value: number) => formatNumber(value, language),
    bytes: (value: number) => formatBytes(value, language),
  }
  const said = ({ unit, of }: Figure, each: TrafficOfPeriod) => {
    const value = of(each)
    return value === null ? t('traffic.unknown') : formats[unit](value)
  }
  const nameOf = (from: string) => {
    const name = formatPeriod(from, by, language)
    const words = by === 'week' ? t('traffic.weekOf', { day: name }) : name
    return from === items.at(-1)?.from ? t('traffic.soFar', { period: words }) : words
  }
  const columns = (figure: Figure) =>
    items.map((each, index) => ({
      key: each.from,
      label: labelOf(each.from, by, items.length - 1 - index, language),
      value: figure.of(each) ?? 0,
      title: `${nameOf(each.from)}: ${said(figure, each)}`,
      isUnfinished: index === items.length - 1,
    }))
  const since = formatPeriod(items[0]?.from ?? '', by, language)
  return (
    <>
      <div className={figures.charts}>
        {FIGURES.map((figure) => (
          <ColumnChart
            key={figure.name}
            title={t(`traffic.${figure.name}`)}
            summary={t('traffic.summary', { title: t(`traffic.${figure.name}`), since })}
            columns={columns(figure)}
            format={formats[figure.unit]}
          />
        ))}
      </div>
      <p className={figures.note}>{t('traffic.note')}</p>
      <details className={figures.numbers}>
        <summary>{t('traffic.table')}</summary>
        <table className={`${figures.table} ${classes.traffic}`}>
          <caption>{t('traffic.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t(`traffic.period.${by}`)}</th>
              {FIGURES.map(({ name }) => (
                <th key={name} scope="col">
                  {t(`traffic.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.toReversed().map((each) => (
              <tr key={each.from}>
                <th scope="row">{nameOf(each.from)}</th>
                {FIGURES.map((figure) => (
                  <td key={figure.name} data-label={t(`traffic.${figure.name}`)}>
                    {said(figure, each)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
