/**
 * Links to the pages of a list: each is an address of its own, so the browser's Back and sharing work. What the list
 * keeps beside its address (a search by patient) holds for all of its pages.
 */
import { Link, type LinkProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ArrowLeftIcon, ArrowRightIcon } from '../icons/icons.tsx'
import classes from './Paging.module.css'
import { pageWindow } from './page-window.ts'

interface PagingProps {
  readonly to: NonNullable<LinkProps['to']>
  readonly page: number
  readonly pageSize: number
  readonly total: number
}

export function Paging({ to, page, pageSize, total }: PagingProps) {
  const { t } = useTranslation('common')
  const pages = Math.max(1, Math.ceil(total / pageSize))
  if (pages === 1) return null
  const search = (target: number) => (old: object) => ({ ...old, page: target > 1 ? target : undefined })
  return (
    <nav aria-label={t('paging.label')} className={classes.paging}>
      {page > 1 ? (
        <Link
          to={to}
          search={search(page - 1)}
          state
          className={classes.step}
          aria-label={t('paging.previous')}
        >
          <ArrowLeftIcon />
        </Link>
      ) : null}
      <ul className={classes.list}>
        {pageWindow(page, pages).map((entry, position) =>
          entry === 'gap' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a gap has no name but its place
            <li key={`gap-${position}`} aria-hidden="true" className={classes.gap}>
              …
            </li>
          ) : (
            <li key={entry}>
              <Link
                to={to}
                search={search(entry)}
                state
                className={classes.page}
                aria-label={t('paging.page', { page: entry })}
                aria-current={entry === page ? 'page' : undefined}
                // Otherwise the first page, whose address has no number, counts as current beside every other.
                activeOptions={{ exact: true }}
              >
                {entry}
              </Link>
            </li>
          ),
        )}
      </ul>
      {page < pages ? (
        <Link to={to} search={search(page + 1)} state className={classes.step} aria-label={t('paging.next')}>
          <ArrowRightIcon />
        </Link>
      ) : null}
    </nav>
  )
}
