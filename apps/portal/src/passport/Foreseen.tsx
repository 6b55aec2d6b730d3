/** Before sending: what each recipient's PACS will refuse, or get otherwise than it is. Of what is not known nothing is said. */
import type { Found } from '@epacs/intake/looking'
import { type StudyForesight, transferSyntaxName } from '@epacs/intake/passport'
import { useQueries } from '@tanstack/react-query'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { institutionPassportQuery } from '../api/passports.ts'
import type { Party } from '../api/types.ts'
import { formatDicomDate } from '../format/dates.ts'
import { formatNumber } from '../format/sizes.ts'
import classes from '../looking/LookPanel.module.css'
import { foreseenStudies } from './foreseen-studies.ts'

interface ForeseenProps {
  readonly recipients: readonly Party[]
  /** Undefined: not looked at yet; what recipients take is fetched meanwhile. */
  readonly found: Found | undefined
  readonly leftOut: ReadonlySet<string>
  /** Has an element in it when there is something to be said. */
  readonly place: Ref<HTMLDivElement>
}

export function Foreseen({ recipients, found, leftOut, place }: ForeseenProps) {
  const { t, i18n } = useTranslation('looking')
  const passports = useQueries({ queries: recipients.map(({ id }) => institutionPassportQuery(id)) })
  const told = recipients.flatMap((recipient, index) => {
    const passport = passports[index]?.data
    const studies = passport && found ? foreseenStudies(found.patients, leftOut, passport) : []
    return passport === undefined || studies.length === 0 ? [] : [{ recipient, passport, studies }]
  })
  const words = (
    { what, isPartly, isCertain, instances, about }: StudyForesight,
    names: Readonly<Record<string, string>>,
  ) =>
    t(`foreseen.${what}${isPartly ? 'Partly' : isCertain ? '' : 'Perhaps'}`, {
      count: instances,
      number: formatNumber(instances, i18n.language),
      names: about.map((uid) => names[uid] ?? transferSyntaxName(uid)).join(', '),
    })
  return (
    <div ref={place} tabIndex={-1} role="status">
      {told.length === 0 ? null : (
        <section className={classes.panel} aria-labelledby="foreseen">
          <h2 id="foreseen">{t('foreseen.title')}</h2>
          {told.map(({ recipient, passport, studies }) => (
            <div key={recipient.id}>
              <h3>{recipient.name}</h3>
              <ul className={classes.notices}>
                {studies.flatMap(({ study, foresights }) =>
                  foresights.map((foresight) => (
                    <li
                      key={`${study.studyInstanceUid} ${foresight.what} ${foresight.isPartly} ${foresight.isCertain}`}
                    >
                      {t('foreseen.study', {
                        study: [
                          study.description || t('foreseen.noDescription'),
                          formatDicomDate(study.date, i18n.language),
                        ]
                          .filter(Boolean)
                          .join(', '),
                      })}{' '}
                      {words(foresight, passport.sopClassNames)}
                    </li>
                  )),
                )}
              </ul>
            </div>
          ))}
        </section>
      )}
    </div>
  )
}
