/** Before sending: what each recipient's PACS will refuse, or get otherwise than it is. Of what is not known nothing is said. */
import type { Found } from '@epacs/intake/looking'
import { type StudyForesight, transferSyntaxName } from '@epacs/intake/passport'
import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { type Ref, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type InstitutionPassport, institutionPassportQuery } from '../api/passports.ts'
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
  /** Study Instance UID of the one that a report goes with. */
  readonly reportStudy: string | undefined
  /** There when something is refused, or may be shown wrong: that is to be read before anything travels. */
  readonly grave: Ref<HTMLElement>
}

/** Of each recipient; a whole disc may hold hundreds of studies. */
const MOST_SHOWN = 20

export function Foreseen({ recipients, found, leftOut, reportStudy, grave }: ForeseenProps) {
  const { t, i18n } = useTranslation('looking')
  const passports = useQueries({
    queries: recipients.map(({ id }) => institutionPassportQuery(id)),
    combine: dataOf,
  })
  const told = useMemo(
    () =>
      recipients.flatMap((recipient, index) => {
        const passport = passports[index]
        if (passport === undefined || found === undefined) return []
        const lines = foreseenStudies(found.patients, leftOut, passport, reportStudy).flatMap(
          ({ study, foresights }) => foresights.map((foresight) => ({ study, foresight })),
        )
        return lines.length === 0 ? [] : [{ recipient, passport, lines }]
      }),
    [recipients, passports, found, leftOut, reportStudy],
  )
  const isGrave = told.some(({ lines }) => lines.some(({ foresight }) => foresight.what !== 'decompressed'))
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
    <div role="status">
      {told.length === 0 ? null : (
        <section ref={isGrave ? grave : null} className={classes.panel} aria-labelledby="foreseen">
          <h2 id="foreseen">{t('foreseen.title')}</h2>
          {told.map(({ recipient, passport, lines }) => (
            <div key={recipient.id}>
              <h3>{recipient.name}</h3>
              <ul className={classes.notices}>
                {lines.slice(0, MOST_SHOWN).map(({ study, foresight }) => (
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
                ))}
                {lines.length > MOST_SHOWN ? (
                  <li>
                    {t('foreseen.more', {
                      number: formatNumber(lines.length - MOST_SHOWN, i18n.language),
                    })}
                  </li>
                ) : null}
              </ul>
            </div>
          ))}
        </section>
      )}
    </div>
  )
}

function dataOf(
  results: readonly UseQueryResult<InstitutionPassport>[],
): readonly (InstitutionPassport | undefined)[] {
  return results.map(({ data }) => data)
}
