/**
 * One figure by month as columns. Places are per cent of the width and sizes are pixels, so that words are as large on
 * a phone as on a desk. A picture with one name: the table below it has every number.
 */
import classes from './ColumnChart.module.css'
import { ticksUpTo } from './months.ts'

export interface Column {
  readonly key: string
  /** Under the column. */
  readonly label: string
  readonly value: number
  /** Shown under the pointer. */
  readonly title: string
  /** Still being counted: drawn with an outline only. */
  readonly isUnfinished: boolean
}

interface Props {
  readonly title: string
  /** What a screen reader says instead of the picture. */
  readonly summary: string
  readonly columns: readonly Column[]
  readonly format: (value: number) => string
}

/** Pixels. */
const PLOT_HEIGHT = 200
const ABOVE = 12
const BELOW = 28
const AXIS_WIDTH = 64
/** Of a column's share of the width. */
const COLUMN_SHARE = 0.62
/** With more of them the last one's name is much wider than its column, and would reach the edge of a phone. */
const MOST_WIDE = 12
/** Something, be it little, is seen. */
const LEAST_HEIGHT = 2

export function ColumnChart({ title, summary, columns, format }: Props) {
  const ticks = ticksUpTo(Math.max(...columns.map(({ value }) => value)))
  const top = ticks.at(-1) ?? 1
  const heightOf = (value: number) => (value / top) * PLOT_HEIGHT
  const yOf = (value: number) => ABOVE + PLOT_HEIGHT - heightOf(value)
  const share = 100 / columns.length
  const height = ABOVE + PLOT_HEIGHT + BELOW
  return (
    <figure className={classes.chart}>
      <figcaption className={classes.title}>{title}</figcaption>
      <div className={classes.picture} role="img" aria-label={summary}>
        <svg className={classes.axis} width={AXIS_WIDTH} height={height} aria-hidden="true">
          {ticks.map((tick) => (
            <text key={tick} className={classes.tick} x={AXIS_WIDTH - 8} y={yOf(tick)}>
              {format(tick)}
            </text>
          ))}
        </svg>
        <svg className={classes.plot} height={height} aria-hidden="true">
          {ticks.map((tick) => (
            <line key={tick} className={classes.line} x1="0" x2="100%" y1={yOf(tick)} y2={yOf(tick)} />
          ))}
          {columns.map(({ key, label, value, title: words, isUnfinished }, index) => {
            const isLast = columns.length > MOST_WIDE && index === columns.length - 1
            const columnHeight = value === 0 ? 0 : Math.max(LEAST_HEIGHT, heightOf(value))
            return (
              <g key={key}>
                <title>{words}</title>
                <rect
                  className={classes.column}
                  data-unfinished={isUnfinished}
                  x={`${(index + (1 - COLUMN_SHARE) / 2) * share}%`}
                  width={`${COLUMN_SHARE * share}%`}
                  y={ABOVE + PLOT_HEIGHT - columnHeight}
                  height={columnHeight}
                />
                <text
                  className={classes.month}
                  // On a phone every third has room, counted from the last.
                  data-spare={(columns.length - 1 - index) % 3 !== 0}
                  data-last={isLast}
                  x={isLast ? '100%' : `${(index + 0.5) * share}%`}
                  y={height - 8}
                >
                  {label}
                </text>
              </g>
            )
          })}
        </svg>
      </div>
    </figure>
  )
}
