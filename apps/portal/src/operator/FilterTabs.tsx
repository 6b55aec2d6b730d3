/** A list's states as links, each with how many there are. */
import { Link, type LinkProps } from '@tanstack/react-router'
import classes from './FilterTabs.module.css'

interface FilterTabsProps<Filter extends string> {
  readonly to: NonNullable<LinkProps['to']>
  readonly label: string
  readonly chosen: Filter
  readonly filters: readonly { readonly value: Filter; readonly words: string; readonly count?: number }[]
  /** What stands in the address when nothing is chosen. */
  readonly ordinary: Filter
}

export function FilterTabs<Filter extends string>(props: FilterTabsProps<Filter>) {
  const { to, label, chosen, filters, ordinary } = props
  return (
    <nav aria-label={label}>
      <ul className={classes.filters}>
        {filters.map(({ value, words, count }) => (
          <li key={value}>
            <Link
              to={to}
              search={(old: object) => ({
                ...old,
                page: undefined,
                status: value === ordinary ? undefined : value,
              })}
              className={classes.filter}
              // Otherwise the filter without a value counts as current beside every other.
              activeOptions={{ exact: true }}
              aria-current={value === chosen ? 'page' : undefined}
              data-chosen={value === chosen || undefined}
              resetScroll={false}
            >
              {words}
              {count === undefined ? null : <span className={classes.count}>{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
