/**
 * The outline of the Czech Republic with marks. The outline grows with the page; marks and words keep their size, so
 * that a phone shows them as large as a desk. It is a picture with one name: what it tells stands beside it in words.
 */
import classes from './CountryMap.module.css'
import outline from './czech-outline.svg'
import { type MapPlace, marksOf } from './marks.ts'

interface Props {
  /** What a screen reader says instead of the picture. */
  readonly label: string
  readonly places: readonly MapPlace[]
}

export function CountryMap({ label, places }: Props) {
  const marks = marksOf(places)
  return (
    <svg className={classes.map} role="img" aria-label={label}>
      <image href={outline} width="100%" height="100%" />
      {marks.map(({ name, count, x, y, radius }) => (
        <g key={`${name} ${x} ${y}`}>
          <title>{`${name}: ${count}`}</title>
          <circle className={classes.mark} cx={`${x}%`} cy={`${y}%`} r={radius} />
          {count > 1 ? (
            <text className={classes.count} x={`${x}%`} y={`${y}%`}>
              {count}
            </text>
          ) : null}
        </g>
      ))}
      {/* After all marks, or a later one would cover letters. */}
      {marks
        .filter(({ isNamed }) => isNamed)
        .map(({ name, x, y, radius }) => (
          <text key={`${name} ${x} ${y}`} className={classes.name} x={`${x}%`} y={`${y}%`} dy={radius + 14}>
            {name}
          </text>
        ))}
    </svg>
  )
}
