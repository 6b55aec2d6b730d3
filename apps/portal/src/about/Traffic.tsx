/** Messages and their volume by month: two charts, and one table with all months. */
import { useTranslation } from 'react-i18next'
import { capitalised } from '../format/capitalised.ts'
import { formatBytes, formatNumber } from '../format/sizes.ts'
import { ColumnChart } from './ColumnChart.tsx'
import { everyMonth, formatMonth } from './months.ts'
import classes from './NetworkFigures.module.css'
import type { Month } from './statistics.ts'

const CHARTED_MONTHS = 12

export function Traffic({ byMonth }: { byMonth: readonly Month[] }) {
  const { t, i18n } = useTranslation('about')
  const { language } = i18n
  const months = everyMonth(byMonth, new Date(), CHARTED_MONTHS)
  const charted = months.slice(-CHARTED_MONTHS)
  const running = months.at(-1)?.month
  const nameOf = (month: string) => {
    const name = capitalised(formatMonth(month, language, 'long'))
    return month === running ? t('traffic.soFar', { month: name }) : name
  }
  const number = (value: number) => formatNumber(value, language)
  const bytes = (value: number) => formatBytes(value, language)
  const columns = (figure: 'total' | 'sizeBytes', format: (value: number) => string) =>
    charted.map((each) => ({
      key: each.month,
      label: formatMonth(each.month, language, 'short'),
      value: each[figure],
      title: `${nameOf(each.month)}: ${format(each[figure])}`,
      isUnfinished: each.month === running,
    }))
  const period = {
    from: formatMonth(charted[0]?.month ?? '', language, 'long'),
    to: formatMonth(running ?? '', language, 'long'),
  }
  return (
    <section className={classes.part}>
      <h3>{t('traffic.title')}</h3>
      <div className={classes.charts}>
        <ColumnChart
          title={t('traffic.messages')}
          summary={t('traffic.messagesSummary', period)}
          columns={columns('total', number)}
          format={number}
        />
        <ColumnChart
          title={t('traffic.volume')}
          summary={t('traffic.volumeSummary', period)}
          columns={columns('sizeBytes', bytes)}
          format={bytes}
        />
      </div>
      <p className={classes.note}>{t('traffic.note')}</p>
      <details className={classes.numbers}>
        <summary>{t('traffic.table')}</summary>
        <table className={`${classes.table} ${classes.months}`}>
          <caption>{t('traffic.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('traffic.month')}</th>
              <th scope="col">{t('traffic.messages')}</th>
              <th scope="col">{t('traffic.volume')}</th>
            </tr>
          </thead>
          <tbody>
            {months.toReversed().map(({ month, total, sizeBytes }) => (
              <tr key={month}>
                <th scope="row">{nameOf(month)}</th>
                <td>{number(total)}</td>
                <td>{bytes(sizeBytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
