/** Before sending: what each recipient's PACS will refuse, or get otherwise than it is. Of what is not known nothing is said. */
import type { Found } from '@epacs/intake/looking'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { type Ref, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type InstitutionPassport, institutionPassportQuery } from '../api/passports.ts'
import type { Party } from '../api/types.ts'
import { formatDicomDate } from '../format/dates.ts'
import { ForeseenPanel } from './ForeseenPanel.tsx'
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
          ({ study: { studyInstanceUid, description, date }, foresights }) => {
            const shown = likelyOr(description) || t('foreseen.noDescription')
            const name = [shown, formatDicomDate(date, i18n.language)].filter(Boolean).join(', ')
            return foresights.map((foresight) => ({ study: { studyInstanceUid, name }, foresight }))
          },
        )
        return lines.length === 0 ? [] : [{ recipient, sopClassNames: passport.sopClassNames, lines }]
      }),
    [recipients, passports, found, leftOut, reportStudy, t, i18n.language],
  )
  return <ForeseenPanel told={told} grave={grave} />
}

function dataOf(
  results: readonly UseQueryResult<InstitutionPassport>[],
): readonly (InstitutionPassport | undefined)[] {
  return results.map(({ data }) => data)
}
